import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { StoredEndpoint } from './endpoint-store.ts';

/** Seals the secret of an endpoint. */
export function sealSecret(box: SecretBox, id: string, secret: Secret): string {
  return box.seal(secret, `${id} secret`);
}

/** Seals the secret that an endpoint had before. */
export function sealOldSecret(box: SecretBox, id: string, secret: Secret): string {
  return box.seal(secret, `${id} old secret`);
}

/** What an endpoint is signed with: its secret, and the one before while that still signs. */
export function openSecrets(box: SecretBox, endpoint: StoredEndpoint, nowMs: number): [Secret, ...Secret[]] {
  const { id, secretBox, oldSecretBox, oldSecretUntilMs } = endpoint;
  const secret = box.open(secretBox, `${id} secret`);
  const isOldValid = oldSecretBox !== null && oldSecretUntilMs !== null && oldSecretUntilMs > nowMs;
  return isOldValid ? [secret, box.open(oldSecretBox, `${id} old secret`)] : [secret];
}
