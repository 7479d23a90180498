import { sql } from 'kysely';
import { earliestId } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { LedgerEntriesTable, LedgerKind, WalletsTable } from '../db/tables.ts';

/** A page of a list: from the row after `cursor`, newest first, or oldest first. */
export interface LedgerPage {
  readonly organizationId: string;
  readonly limit: number;
  readonly cursor: string | null;
  readonly order?: 'newest' | 'oldest';
  /** Undefined or empty for every kind. */
  readonly kinds?: readonly LedgerKind[] | undefined;
  readonly keyId?: string | undefined;
  /** The movements of requests that began in this span; the others by when they were made. */
  readonly fromMs?: number | undefined;
  readonly beforeMs?: number | undefined;
}

/** The stored wallet; undefined when the organization has none. */
export async function findWallet(
  executor: Executor,
  organizationId: string,
): Promise<(Pick<WalletsTable, 'granted_nano' | 'spent_nano'> & { held_nano: number }) | undefined> {
  return executor
    .selectFrom('wallets')
    .select(['granted_nano', 'spent_nano', 'held_nano'])
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/**
 * Changes what a wallet was granted by a movement, unless that would pass `maxNano` or take more than
 * remains. Returns whether it did.
 */
export async function changeGranted(
  tx: Transaction,
  { organization_id, amount_nano, created_at }: LedgerEntriesTable,
  maxNano: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('wallets')
    .set((eb) => ({ granted_nano: eb('granted_nano', '+', amount_nano), updated_at: created_at }))
    .where('organization_id', '=', organization_id)
    .where('granted_nano', '<=', maxNano - Math.max(amount_nano, 0))
    .where(sql<boolean>`granted_nano - spent_nano - held_nano >= ${-Math.min(amount_nano, 0)}`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Appends to the ledger. */
export async function insertEntry(tx: Transaction, entry: LedgerEntriesTable): Promise<void> {
  await tx.insertInto('ledger_entries').values(entry).execute();
}

/** Whether a movement is in the ledger. */
export async function hasEntry(
  executor: Executor,
  { organization_id, id }: Pick<LedgerEntriesTable, 'organization_id' | 'id'>,
): Promise<boolean> {
  const row = await executor
    .selectFrom('ledger_entries')
    .select('id')
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Entries of an organization, newest first. */
export async function listEntries(executor: Executor, page: LedgerPage): Promise<LedgerEntriesTable[]> {
  const { organizationId, limit, cursor, order = 'newest', kinds = [], keyId, fromMs, beforeMs } = page;
  let query = executor
    .selectFrom('ledger_entries')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id', order === 'newest' ? 'desc' : 'asc')
    .limit(limit);
  if (cursor !== null) {
    query = query.where('id', order === 'newest' ? '<' : '>', cursor);
  }
  if (kinds.length > 0) {
    query = query.where('kind', 'in', kinds);
    // Nearly all movements are charges; without them the few others have an index of their own.
    query = kinds.includes('charge') ? query : query.where(sql<boolean>`kind <> 'charge'`);
  }
  if (keyId !== undefined) {
    query = query.where('key_id', '=', keyId);
  }
  if (fromMs !== undefined) {
    query = query.where('id', '>=', earliestId('led', fromMs));
  }
  if (beforeMs !== undefined) {
    query = query.where('id', '<', earliestId('led', beforeMs));
  }
  return query.execute();
}
