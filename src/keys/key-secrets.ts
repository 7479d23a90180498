import type { Id } from '../core/ids.ts';
import { invalidField, type Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Executor } from '../db/index.ts';
import { previewOf } from './key-format.ts';
import { findRetiredValue } from './retired-value-store.ts';

/** What is stored of a key's string. */
export interface StoredSecrets {
  readonly lookupHash: string;
  /** The sealed string; null where only hashes are kept. */
  readonly keyBox: string | null;
  readonly preview: string;
}

/** Makes what is stored of a string; `hashOnly` leaves out what it could be shown again from. */
export function storedSecretsOf(
  box: SecretBox,
  id: Id<'key'>,
  secret: Secret,
  hashOnly: boolean,
): StoredSecrets {
  return {
    lookupHash: box.lookupHash(secret.reveal()),
    keyBox: hashOnly ? null : box.seal(secret, id),
    preview: previewOf(secret.reveal()),
  };
}

/**
 * Refuses a string that some key had before. Asked after the string was written, so that a rotation at
 * the same moment cannot slip through.
 * @throws {Refusal} `invalid_request` naming `value`.
 */
export async function refuseRetired(tx: Executor, lookupHash: string): Promise<void> {
  if ((await findRetiredValue(tx, lookupHash)) !== null) {
    throw valueInUse();
  }
}

/** The refusal of a string that some key has, whosever it is. */
export function valueInUse(): Refusal {
  return invalidField('value', 'is in use already; choose another one');
}
