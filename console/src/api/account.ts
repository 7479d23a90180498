import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { SessionList } from '../../../src/console-api/contract/sessions.ts';
import { get, post, remove } from './client.ts';
import { queryClient } from './query-client.ts';

const AUTH = '/api/auth';

/** A session of the person who is signed in. */
export type Session = z.output<typeof SessionList>['data'][number];

/** A passkey of theirs. */
export interface Passkey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string;
}

/** What begins a second factor: an address for authenticators, and codes for when the device is lost. */
export interface NewTotp {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** The sessions of the person, newest first. */
export const sessionsOptions = queryOptions({
  queryKey: ['account', 'sessions'] as const,
  queryFn: ({ signal }) => get<z.output<typeof SessionList>>('/api/v1/me/sessions', {}, signal),
  select: ({ data }) => data,
});

/** Whether the second factor is on, and which address it is about. */
export const signedInOptions = queryOptions({
  queryKey: ['account', 'signed-in'] as const,
  queryFn: ({ signal }) =>
    get<{ user: { twoFactorEnabled?: boolean | null } } | null>(`${AUTH}/get-session`, {}, signal),
});

/** The passkeys of the person. */
export const passkeysOptions = queryOptions({
  queryKey: ['account', 'passkeys'] as const,
  queryFn: ({ signal }) => get<readonly Passkey[]>(`${AUTH}/passkey/list-user-passkeys`, {}, signal),
});

/** Ends a session at once. @throws {ApiError} */
export async function endSession(id: string): Promise<unknown> {
  return changed(await remove(`/api/v1/me/sessions/${id}`));
}

/** Ends every session but this one. @throws {ApiError} */
export async function endOtherSessions(): Promise<unknown> {
  return changed(await post(`${AUTH}/revoke-other-sessions`));
}

/** Chooses a new password. @throws {ApiError} */
export function changePassword(body: {
  currentPassword: string;
  newPassword: string;
  revokeOtherSessions: boolean;
}): Promise<unknown> {
  return post(`${AUTH}/change-password`, body);
}

/** Begins a second factor; it is on once a code of it was shown. @throws {ApiError} */
export function beginTotp(password: string): Promise<NewTotp> {
  return post<NewTotp>(`${AUTH}/two-factor/enable`, { password });
}

/** Shows a code of a second factor that was begun, which turns it on. @throws {ApiError} */
export async function confirmTotp(code: string): Promise<unknown> {
  return changed(await post(`${AUTH}/two-factor/verify-totp`, { code }));
}

/** Turns the second factor off. @throws {ApiError} */
export async function endTotp(password: string): Promise<unknown> {
  return changed(await post(`${AUTH}/two-factor/disable`, { password }));
}

/** Adds a passkey of this device. @throws {ApiError} or what the browser says. */
export async function addPasskey(name: string): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startRegistration>[0]['optionsJSON'];
  const optionsJSON = await get<Options>(`${AUTH}/passkey/generate-register-options`);
  const response = await startRegistration({ optionsJSON });
  return changed(await post(`${AUTH}/passkey/verify-registration`, { response, name }));
}

/** Deletes a passkey. @throws {ApiError} */
export async function deletePasskey(id: string): Promise<unknown> {
  return changed(await post(`${AUTH}/passkey/delete-passkey`, { id }));
}

async function changed<Answer>(answer: Answer): Promise<Answer> {
  await queryClient.invalidateQueries({ queryKey: ['account'] });
  return answer;
}
