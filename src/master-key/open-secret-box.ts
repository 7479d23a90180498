import { adoptNextSecret, dropNextSecret, type KeptSecret, readNextSecret } from '../config/index.ts';
import type { Secret } from '../core/secret.ts';
import {
  createSecretBox,
  lookupKeyOf,
  newLookupKey,
  type SecretBox,
  SecretBoxError,
} from '../core/secret-box.ts';
import type { Database, Executor } from '../db/index.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import { selectLookupKey, selectSealed, wasUsed, writeLookupKey } from './store.ts';
import { WrongMasterKeyError } from './wrong-master-key-error.ts';

/** What the look-up key is sealed under. */
const LOOKUP_KEY_ROW = 'look-up key';

/** The keys of an installation, opened. */
export interface OpenedKeys {
  readonly masterKey: Secret;
  readonly lookupKey: Secret;
  readonly box: SecretBox;
}

/**
 * The secret box of a database and its keys. Makes the look-up key at the first start, and finishes a
 * rotation of the master key that was cut off between the database and the file.
 * @throws {WrongMasterKeyError} when the database was sealed with another master key.
 */
export async function openSecretBox(database: Database, kept: KeptSecret): Promise<OpenedKeys> {
  const sealed = await selectLookupKey(database.db);
  if (sealed === null) {
    return firstKeys(database.db, kept);
  }
  const lookupKey = openLookupKey(sealed, kept.secret);
  if (lookupKey !== null) {
    forgetNext(kept);
    return opened(kept.secret, lookupKey);
  }
  const next = kept.path === null ? null : readNextSecret(kept.path);
  const nextLookupKey = next === null ? null : openLookupKey(sealed, next);
  if (next === null || nextLookupKey === null || kept.path === null) {
    throw new WrongMasterKeyError(kept.path);
  }
  adoptNextSecret(kept.path);
  return opened(next, nextLookupKey);
}

/** Seals a look-up key under a master key. */
export function sealLookupKey(masterKey: Secret, lookupKey: Secret): string {
  return createSecretBox(masterKey, lookupKey).seal(lookupKey, LOOKUP_KEY_ROW);
}

/** A database that was used before look-up keys were kept has hashes that follow from its master key. */
async function firstKeys(db: Executor, { secret, path }: KeptSecret): Promise<OpenedKeys> {
  const isUsed = await wasUsed(db);
  const keys = opened(secret, isUsed ? lookupKeyOf(secret) : newLookupKey());
  if (isUsed && !(await opensWhatIsSealed(db, keys.box))) {
    throw new WrongMasterKeyError(path);
  }
  await writeLookupKey(db, sealLookupKey(secret, keys.lookupKey));
  return keys;
}

async function opensWhatIsSealed(db: Executor, box: SecretBox): Promise<boolean> {
  for (const column of SEALED_COLUMNS) {
    const [value] = await selectSealed(db, column, null, 1);
    if (value !== undefined && openOrNull(box, value.box, column.rowIdOf(value.key)) === null) {
      return false;
    }
  }
  return true;
}

/** What a rotation that was cut off before the database changed has left. */
function forgetNext({ path }: KeptSecret): void {
  if (path !== null) {
    dropNextSecret(path);
  }
}

function openLookupKey(sealed: string, masterKey: Secret): Secret | null {
  return openOrNull(createSecretBox(masterKey), sealed, LOOKUP_KEY_ROW);
}

function openOrNull(box: SecretBox, sealed: string, rowId: string): Secret | null {
  try {
    return box.open(sealed, rowId);
  } catch (error) {
    if (error instanceof SecretBoxError) {
      return null;
    }
    throw error;
  }
}

function opened(masterKey: Secret, lookupKey: Secret): OpenedKeys {
  return { masterKey, lookupKey, box: createSecretBox(masterKey, lookupKey) };
}
