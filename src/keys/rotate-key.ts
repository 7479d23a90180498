import type { Id } from '../core/ids.ts';
import { invalidField } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { isUniqueViolation } from '../db/index.ts';
import type { KeyWithSecret } from './create-key.ts';
import { generateApiKey } from './key-format.ts';
import { checkCustomValue, checkNotDeleted } from './key-rules.ts';
import { refuseRetired, storedSecretsOf, valueInUse } from './key-secrets.ts';
import { endOverlaps, insertRetiredValue } from './retired-value-store.ts';
import type { KeyServiceDeps } from './service.ts';
import * as store from './store.ts';

/** How a key gets another string. */
export interface Rotation {
  /** How long the old string goes on working, in seconds; a day when absent, 0 for not at all. */
  readonly overlapS?: number | undefined;
  /** A custom key; null or absent for a generated one. */
  readonly value?: Secret | null | undefined;
}

const DEFAULT_OVERLAP_S = 86_400;
const LONGEST_OVERLAP_S = 30 * 86_400;

/**
 * Gives a key another string. Everything else stays, quota and limits too, so that two strings of one
 * key never have more between them than one. A key that was reported as leaked gets no overlap.
 * @throws {Refusal} `not_found`; `conflict` for a deleted key; `invalid_request`, naming `value` for one in use.
 */
export async function rotateKey(
  deps: KeyServiceDeps,
  id: Id<'key'>,
  rotation: Rotation,
): Promise<KeyWithSecret> {
  const overlapS = rotation.overlapS ?? DEFAULT_OVERLAP_S;
  if (!Number.isSafeInteger(overlapS) || overlapS < 0 || overlapS > LONGEST_OVERLAP_S) {
    throw invalidField('overlap_s', `must be a whole number of seconds from 0 to ${LONGEST_OVERLAP_S}`);
  }
  if (rotation.value != null) {
    checkCustomValue(rotation.value);
  }
  const { database, clock } = deps;
  const rotated = await database.transaction(async (tx) => {
    const key = await store.mustFindKey(tx, id);
    checkNotDeleted(key);
    const project = await store.findProject(tx, key.projectId);
    const secret = rotation.value ?? generateApiKey(key.type);
    const stored = storedSecretsOf(
      deps.box,
      id,
      secret,
      deps.hashOnly === true || project?.hashOnly === true,
    );
    const retired = await store.findLookupHash(tx, id);
    const nowMs = clock.nowMs();
    if (retired === null || retired === stored.lookupHash) {
      throw valueInUse();
    }
    await refuseRetired(tx, stored.lookupHash);
    if (key.leakedAtMs !== null) {
      await endOverlaps(tx, { keyId: id }, nowMs);
    }
    const old = {
      lookupHash: retired,
      keyId: id,
      preview: key.preview,
      expiresAtMs: key.leakedAtMs === null ? nowMs + overlapS * 1000 : nowMs,
    };
    const columns = {
      lookup_hash: stored.lookupHash,
      key_box: stored.keyBox,
      preview: stored.preview,
      leaked_at: null,
      updated_at: nowMs,
    };
    await refuseTakenValue(async () => {
      await insertRetiredValue(tx, old);
      await store.updateKey(tx, id, columns);
    });
    return { key: { ...key, preview: stored.preview, leakedAtMs: null }, secret };
  });
  await deps.onChange(id);
  return rotated;
}

async function refuseTakenValue(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isUniqueViolation(error) ? valueInUse() : error;
  }
}
