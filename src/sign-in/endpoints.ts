/** What an address is held to before anything is looked up. */
export type AttemptLimit =
  /** Nothing: it reads, or ends something. */
  | 'none'
  /** Where the request comes from. */
  | 'client'
  /** That, and the account whose address the body names: somebody may be guessing its password. */
  | 'account'
  /** That, and the mailbox the body names: somebody gets a mail for each. */
  | 'mailbox'
  /** That, and the account of the session: whoever holds a session may be guessing its password. */
  | 'session';

/** What the audit log calls the beginning of a session. */
export const SIGN_IN_ACTION = 'person.sign_in';

/** One address of sign-in. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly limit: AttemptLimit;
  /** How the audit log calls it when it succeeded; null for what is not worth an entry. */
  readonly action: string | null;
  /** The same where the caller has a session already and gets a new one. */
  readonly actionInSession: string | null;
}

/**
 * Everything that is served under `/api/auth`. better-auth knows more addresses; what is not in this list is
 * not there. The first two are our own.
 */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  get('/methods'),
  post('/first-operator', 'client', SIGN_IN_ACTION),
  post('/sign-up/email', 'mailbox'),

  post('/sign-in/email', 'account', SIGN_IN_ACTION),
  post('/two-factor/verify-totp', 'client', SIGN_IN_ACTION, 'person.two_factor_enable'),
  post('/two-factor/verify-backup-code', 'client', SIGN_IN_ACTION),
  get('/passkey/generate-authenticate-options', 'client'),
  post('/passkey/verify-authentication', 'client', SIGN_IN_ACTION),
  post('/sign-in/social', 'client'),
  get('/callback/oidc', 'client', SIGN_IN_ACTION),
  post('/sign-out', 'none', 'person.sign_out'),

  get('/verify-email', 'client'),
  post('/send-verification-email', 'mailbox'),
  post('/request-password-reset', 'mailbox'),
  post('/reset-password', 'client'),

  get('/get-session'),
  post('/update-user', 'none', 'person.update'),
  post('/change-password', 'session', 'person.password_change'),
  post('/revoke-other-sessions', 'none', 'session.revoke_others'),
  post('/two-factor/enable', 'session'),
  post('/two-factor/disable', 'session', 'person.two_factor_disable'),
  post('/two-factor/generate-backup-codes', 'session', 'person.backup_codes'),
  get('/passkey/generate-register-options'),
  post('/passkey/verify-registration', 'none', 'person.passkey_add'),
  get('/passkey/list-user-passkeys'),
  post('/passkey/update-passkey', 'none'),
  post('/passkey/delete-passkey', 'none', 'person.passkey_delete'),
]);

function get(path: string, limit: AttemptLimit = 'none', action: string | null = null): [string, Endpoint] {
  return [path, { method: 'GET', limit, action, actionInSession: action }];
}

function post(
  path: string,
  limit: AttemptLimit,
  action: string | null = null,
  actionInSession = action,
): [string, Endpoint] {
  return [path, { method: 'POST', limit, action, actionInSession }];
}
