import { queryOptions } from '@tanstack/react-query';
import { get, post } from './client.ts';

const AUTH = '/api/auth';

/** What the page of sign-in offers. */
export interface SignInMethods {
  readonly oidc: { readonly name: string } | null;
  readonly sign_up: 'invitation' | 'open' | 'closed';
  readonly sends_mail: boolean;
}

/** What the page of sign-in offers. */
export const methodsOptions = queryOptions({
  queryKey: ['sign-in', 'methods'],
  queryFn: ({ signal }) => get<SignInMethods>(`${AUTH}/methods`, {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A password; the answer says whether a code of a second factor is asked for. @throws {ApiError} */
export async function signIn(body: { email: string; password: string }): Promise<{ needsCode: boolean }> {
  const answer = await post<{ twoFactorRedirect?: boolean } | null>(`${AUTH}/sign-in/email`, body);
  return { needsCode: answer?.twoFactorRedirect === true };
}

/** A code of an authenticator or one of the backup codes, after a password. @throws {ApiError} */
export function verifyCode(code: string, isBackup: boolean): Promise<unknown> {
  return post(`${AUTH}/two-factor/verify-${isBackup ? 'backup-code' : 'totp'}`, { code });
}

/** Makes an account; begins no session. @throws {ApiError} */
export function signUp(body: {
  email: string;
  name: string;
  password: string;
  invitationToken?: string;
}): Promise<unknown> {
  return post(`${AUTH}/sign-up/email`, body);
}

/** Makes the first operator of an installation and signs in. @throws {ApiError} */
export function signInFirst(body: { token: string; email: string; name: string; password: string }) {
  return post<unknown>(`${AUTH}/first-operator`, body);
}

/** Ends the session. @throws {ApiError} */
export function signOut(): Promise<unknown> {
  return post(`${AUTH}/sign-out`);
}

/** Asks for a link to choose a new password; answers the same for unknown addresses. @throws {ApiError} */
export function requestReset(email: string): Promise<unknown> {
  return post(`${AUTH}/request-password-reset`, { email });
}

/** Chooses a new password with the token of a link. @throws {ApiError} */
export function resetPassword(token: string, newPassword: string): Promise<unknown> {
  return post(`${AUTH}/reset-password`, { token, newPassword });
}

/** Mails the link again that confirms an address. @throws {ApiError} */
export function sendVerification(email: string): Promise<unknown> {
  return post(`${AUTH}/send-verification-email`, { email, callbackURL: '/console/sign-in/verified' });
}

/** Where the provider of identities is asked; the browser goes there. @throws {ApiError} */
export async function providerAddress(next: string, invitationToken: string | null): Promise<string> {
  const { url } = await post<{ url: string }>(`${AUTH}/sign-in/social`, {
    provider: 'oidc',
    callbackURL: next,
    errorCallbackURL: '/console/sign-in',
    disableRedirect: true,
    ...(invitationToken === null ? {} : { additionalData: { invitationToken } }),
  });
  return url;
}

/** Signs in with a passkey of this device. @throws {ApiError} or what the browser says. */
export async function signInWithPasskey(): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];
  const optionsJSON = await get<Options>(`${AUTH}/passkey/generate-authenticate-options`);
  const response = await startAuthentication({ optionsJSON });
  await post(`${AUTH}/passkey/verify-authentication`, { response });
}

/** Joins the organization that invited, with a session of the invited address. @throws {ApiError} */
export function acceptInvitation(token: string): Promise<unknown> {
  return post('/api/v1/invitations/accept', { token });
}
