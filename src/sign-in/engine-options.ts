import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { getOAuthState } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import { CONSOLE_PATH } from '../core/console-path.ts';
import type { Ids } from '../core/ids.ts';
import type { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import type { Mailer } from '../mail/index.ts';
import { BASE_PATH, CLIENT_ADDRESS_HEADER, COOKIE_PREFIX, OIDC_PROVIDER_ID } from './engine-names.ts';
import {
  ACCOUNT_TABLE,
  PASSKEY_TABLES,
  SESSION_TABLE,
  TWO_FACTOR_TABLES,
  USER_TABLE,
  VERIFICATION_TABLE,
} from './engine-tables.ts';
import { knownAddressLetter, resetLetter, verificationLetter } from './letters.ts';
import { LONGEST_PASSWORD, type PasswordHashing, SHORTEST_PASSWORD } from './password-hash.ts';
import type { SignUpPolicy } from './sign-up-policy.ts';

/** The provider of identities that an operator configured. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** What the console's button says. */
  readonly name: string;
}

/** What the machinery tells of. */
export interface EngineEvents {
  onSignUp(userId: string, invitationToken: string | null): Promise<void>;
  /** Before each session; throwing keeps it from being made. */
  beforeSession(userId: string): Promise<void>;
  onPasswordReset(person: { readonly userId: string; readonly email: string }): Promise<void>;
}

/** What better-auth is set up with. */
export interface EngineDeps {
  readonly database: Database;
  readonly ids: Ids;
  /** What cookies and tokens are signed with. */
  readonly secret: Secret;
  /** Where people reach the console, without a slash at the end. */
  readonly publicUrl: string;
  readonly passwords: PasswordHashing;
  readonly mailer: Mailer;
  readonly policy: SignUpPolicy;
  readonly events: EngineEvents;
  readonly oidc: OidcProvider | null;
  readonly log: { error(fields: object, message: string): void };
}

const DAY_S = 86_400;
const SESSION_LIFE_S = 7 * DAY_S;

/** Everything that better-auth is told. */
export function engineOptions(deps: EngineDeps) {
  const { database, publicUrl } = deps;
  return {
    appName: 'Turnpike',
    baseURL: publicUrl,
    basePath: BASE_PATH,
    // As a list, because a single secret would give way to a variable of the environment.
    secrets: [{ version: 1, value: deps.secret.reveal() }],
    // Both engines hold what SQLite can: truth as 0 and 1, moments as text. It opens no transaction, since
    // one would hold an embedded database's only connection while a password is hashed.
    database: { db: database.db, type: 'sqlite', transaction: false },
    telemetry: { enabled: false },
    // Our own limits stand before it, by address and by account.
    rateLimit: { enabled: false },
    trustedOrigins: (request) => [publicUrl, ...ownOrigins(request)],
    advanced: advancedOptions(deps),
    logger: { log: (level, message, ...details) => level === 'error' && logFailure(deps, message, details) },
    onAPIError: { errorURL: `${publicUrl}${CONSOLE_PATH}/sign-in` },
    session: { ...SESSION_TABLE, expiresIn: SESSION_LIFE_S, updateAge: DAY_S, freshAge: 600 },
    // The identifiers of links hold their token, so only their hash is kept.
    verification: { ...VERIFICATION_TABLE, storeIdentifier: 'hashed' },
    ...peopleOptions(deps),
    databaseHooks: databaseHooks(deps),
    plugins: plugins(deps),
  } satisfies BetterAuthOptions;
}

/** What it warns of are refusals, which whoever was refused has been told. */
function logFailure({ log }: EngineDeps, reason: string, details: readonly unknown[]): void {
  log.error({ reason, err: details.find((detail) => detail instanceof Error) }, 'sign-in failed');
}

function advancedOptions({ publicUrl, ids }: EngineDeps) {
  return {
    cookiePrefix: COOKIE_PREFIX,
    useSecureCookies: publicUrl.startsWith('https://'),
    // Said outright, because it switches both off where it believes to be in a test.
    disableCSRFCheck: false,
    disableOriginCheck: false,
    ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    database: {
      generateId: ({ model }) => ids.next(model === 'user' ? 'usr' : model === 'session' ? 'sess' : 'auth'),
      validateSchema: false,
    },
  } satisfies BetterAuthOptions['advanced'];
}

function peopleOptions({ passwords, mailer, publicUrl, policy, events }: EngineDeps) {
  return {
    user: {
      ...USER_TABLE,
      additionalFields: {
        isOperator: {
          type: 'boolean',
          required: true,
          defaultValue: false,
          input: false,
          fieldName: 'is_operator',
        },
      },
      async validateUserInfo({ user, source }) {
        // With a password it was asked before, where the refusal shows.
        if (source.action !== 'create-user' || source.method === 'email-password') {
          return;
        }
        const rejection = await policy({
          email: user.email ?? '',
          emailVerified: user.emailVerified === true,
          invitationToken: await tokenOfState(),
        });
        return rejection === null
          ? undefined
          : { error: rejection.code, errorDescription: rejection.message };
      },
    },
    // The state of a sign-in at a provider travels in an encrypted cookie: nothing of it is stored.
    account: { ...ACCOUNT_TABLE, storeStateStrategy: 'cookie' },
    emailAndPassword: {
      enabled: true,
      // So that the answer to a sign-up never says whether the address was known.
      autoSignIn: false,
      requireEmailVerification: mailer.sendsMail,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: {
        hash: (password) => passwords.hash(password),
        verify: ({ hash, password }) => passwords.verify(hash, password),
      },
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => mailer.send(resetLetter(publicUrl, user.email, token)),
      onPasswordReset: ({ user }) => events.onPasswordReset({ userId: user.id, email: user.email }),
      onExistingUserSignUp: async ({ user }) => mailer.send(knownAddressLetter(publicUrl, user.email)),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      expiresIn: DAY_S,
      sendVerificationEmail: async ({ user, token }) =>
        mailer.send(verificationLetter(publicUrl, user.email, token)),
    },
  } satisfies BetterAuthOptions;
}

function databaseHooks({ events }: EngineDeps) {
  // Nothing here calls a provider again, so that its tokens would only be something to lose.
  const withoutTokens = async () => ({ data: { accessToken: null, refreshToken: null, idToken: null } });
  return {
    user: {
      create: {
        after: async ({ id }, context) =>
          events.onSignUp(id, tokenOfBody(context?.body) ?? (await tokenOfState())),
      },
    },
    session: { create: { before: ({ userId }) => events.beforeSession(userId) } },
    account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
  } satisfies BetterAuthOptions['databaseHooks'];
}

function plugins({ oidc, mailer }: EngineDeps) {
  return [
    twoFactor({ issuer: 'Turnpike', schema: TWO_FACTOR_TABLES }),
    passkey({
      rpName: 'Turnpike',
      schema: PASSKEY_TABLES,
      advanced: { webAuthnChallengeCookie: 'passkey' },
    }),
    ...(oidc === null ? [] : [genericOAuth({ config: [oidcConfig(oidc, mailer)] })]),
  ];
}

function oidcConfig({ issuer, clientId, clientSecret, name }: OidcProvider, mailer: Mailer) {
  return {
    ...{ providerId: OIDC_PROVIDER_ID, name, clientId },
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    ...(clientSecret === null ? {} : { clientSecret: clientSecret.reveal() }),
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    requireEmailVerification: mailer.sendsMail,
    accountSubject: ({ profile }: { profile: { sub?: unknown } }) => String(profile.sub ?? ''),
  };
}

/** The address the request came to, over either scheme: behind a proxy that speaks TLS, they differ. */
function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get('host') ?? null;
  return host === null ? [] : [`http://${host}`, `https://${host}`];
}

async function tokenOfState(): Promise<string | null> {
  return tokenOfBody(await getOAuthState());
}

function tokenOfBody(body: unknown): string | null {
  const token = typeof body === 'object' && body !== null ? Reflect.get(body, 'invitationToken') : undefined;
  return typeof token === 'string' ? token : null;
}
