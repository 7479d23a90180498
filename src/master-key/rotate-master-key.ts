import { adoptNextSecret, type KeptSecret, writeNextSecret } from '../config/index.ts';
import type { Secret } from '../core/secret.ts';
import { createSecretBox, type SecretBox } from '../core/secret-box.ts';
import type { Database, Transaction } from '../db/index.ts';
import { openSecretBox, sealLookupKey } from './open-secret-box.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';
import { selectSealed, updateSealed, writeLookupKey } from './store.ts';

const ROWS_AT_ONCE = 500;

/** How far a rotation is: the new key is on disk beside the old one; so many texts of a table are sealed
 * again, which counts only once the database has kept all of it; the database has. */
export type RotationStep =
  | { readonly step: 'key-written' }
  | { readonly step: 'sealed'; readonly table: string; readonly rows: number }
  | { readonly step: 'committed' };

/** What a rotation of the master key works with. No gateway may run on the database meanwhile. */
export interface RotationDeps {
  readonly database: Database;
  /** The master key as it is, and its file; a path of null is a key of the environment. */
  readonly master: KeptSecret;
  readonly newKey: Secret;
  /** Told of every step, so that somebody can watch. */
  readonly onStep: (step: RotationStep) => void;
}

/** How many texts of each table were sealed again. */
export type Resealed = Readonly<Record<string, number>>;

/**
 * Seals everything under another master key. The new key is on disk before the database changes, the
 * database changes in one transaction, and the file takes its place afterwards: whenever this is cut off,
 * the next start finds either everything under the old key or everything under the new one. Hashes stay,
 * so every key, session and link goes on working.
 * @throws {WrongMasterKeyError} when `master` is not the key of the database; {SecretBoxError} naming a row
 *   that does not open, {RangeError} when the new key is too short. Nothing is changed then.
 */
export async function rotateMasterKey({ database, master, newKey, onStep }: RotationDeps): Promise<Resealed> {
  const { box, lookupKey } = await openSecretBox(database, master);
  const newBox = createSecretBox(newKey, lookupKey);
  const { path } = master;
  if (path !== null) {
    writeNextSecret(path, newKey);
    onStep({ step: 'key-written' });
  }
  const resealed = await database.transaction(async (tx) => {
    const counts: Record<string, number> = {};
    for (const column of SEALED_COLUMNS) {
      counts[column.table] = await resealColumn(tx, column, { from: box, to: newBox }, onStep);
    }
    await writeLookupKey(tx, sealLookupKey(newKey, lookupKey));
    return counts;
  });
  onStep({ step: 'committed' });
  if (path !== null) {
    adoptNextSecret(path);
  }
  return resealed;
}

async function resealColumn(
  tx: Transaction,
  column: SealedColumn,
  { from, to }: { from: SecretBox; to: SecretBox },
  onStep: RotationDeps['onStep'],
): Promise<number> {
  let rows = 0;
  let after: readonly string[] | null = null;
  for (;;) {
    const sealed = await selectSealed(tx, column, after, ROWS_AT_ONCE);
    const last = sealed.at(-1);
    if (last === undefined) {
      return rows;
    }
    const again = sealed.map(({ key, box }) => {
      const rowId = column.rowIdOf(key);
      return { key, box: to.seal(from.open(box, rowId), rowId) };
    });
    await updateSealed(tx, column, again);
    after = last.key;
    rows += sealed.length;
    onStep({ step: 'sealed', table: column.table, rows });
  }
}
