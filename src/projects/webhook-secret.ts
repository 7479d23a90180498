import { randomBytes } from 'node:crypto';
import type { Id } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Executor } from '../db/index.ts';
import { selectWebhookSecret, writeWebhookSecret } from './store.ts';

/** Standard Webhooks asks for 24 to 64 random bytes in base64 behind this prefix. */
const PREFIX = 'whsec_';
const RANDOM_BYTES = 32;

/** The webhook secret of a project, made when it is asked for the first time. */
export async function readWebhookSecret(db: Executor, box: SecretBox, id: Id<'proj'>): Promise<Secret> {
  const stored = await selectWebhookSecret(db, id);
  if (stored !== null) {
    return box.open(stored, rowIdOf(id));
  }
  const made = newWebhookSecret();
  const sealed = box.seal(made, rowIdOf(id));
  await writeWebhookSecret(db, id, sealed, true);
  // Where two asked at once, both get the one that was written first.
  return box.open((await selectWebhookSecret(db, id)) ?? sealed, rowIdOf(id));
}

/** Gives a project another webhook secret; what was signed with the old one no longer verifies. */
export async function rotateWebhookSecret(db: Executor, box: SecretBox, id: Id<'proj'>): Promise<Secret> {
  const made = newWebhookSecret();
  await writeWebhookSecret(db, id, box.seal(made, rowIdOf(id)), false);
  return made;
}

/** A new secret to sign webhooks with. */
export function newWebhookSecret(): Secret {
  return new Secret(PREFIX + randomBytes(RANDOM_BYTES).toString('base64'));
}

function rowIdOf(id: Id<'proj'>): string {
  return `${id} webhook secret`;
}
