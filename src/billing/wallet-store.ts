import { sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import type { LedgerEntriesTable, WalletsTable } from '../db/tables.ts';
import { kindsOf, type WalletCounter } from './ledger-kinds.ts';

/** A page of a list: from the row after `cursor`, newest first. */
export interface LedgerPage {
  readonly organizationId: string;
  readonly limit: number;
  readonly cursor: string | null;
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

/** Adds to what a wallet was granted, unless that would pass `maxNano`. Returns whether it did. */
export async function grant(
  tx: Transaction,
  change: { organizationId: string; amountNano: number; maxNano: number; nowMs: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('wallets')
    .set((eb) => ({
      granted_nano: eb('granted_nano', '+', change.amountNano),
      updated_at: change.nowMs,
    }))
    .where('organization_id', '=', change.organizationId)
    .where('granted_nano', '<=', change.maxNano - change.amountNano)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Appends to the ledger. */
export async function insertEntry(tx: Transaction, entry: LedgerEntriesTable): Promise<void> {
  await tx.insertInto('ledger_entries').values(entry).execute();
}

/** Entries of an organization, newest first. */
export async function listEntries(executor: Executor, page: LedgerPage): Promise<LedgerEntriesTable[]> {
  let query = executor
    .selectFrom('ledger_entries')
    .selectAll()
    .where('organization_id', '=', page.organizationId)
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.cursor !== null) {
    query = query.where('id', '<', page.cursor);
  }
  return query.execute();
}

/**
 * Wallets whose counters are not the sums of their ledger, whose holds are not those of their tasks, or that
 * are overdrawn.
 */
export async function findBrokenWallets(executor: Executor): Promise<string[]> {
  const rows = await executor
    .selectFrom('wallets')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('ledger_entries')
          .select(['organization_id as owner'])
          .select(sumOf('granted').as('granted'))
          .select(sumOf('spent').as('spent'))
          .select(sumOf('held').as('held'))
          .groupBy('organization_id')
          .as('ledger'),
      (join) => join.onRef('ledger.owner', '=', 'wallets.organization_id'),
    )
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('task_holds')
          .select(['organization_id as holder', sql<number>`sum(amount_nano)`.as('amount')])
          .groupBy('organization_id')
          .as('holds'),
      (join) => join.onRef('holds.holder', '=', 'wallets.organization_id'),
    )
    .select('wallets.organization_id')
    .where((eb) =>
      eb.or([
        eb('wallets.granted_nano', '<>', sql<number>`coalesce(ledger.granted, 0)`),
        eb('wallets.spent_nano', '<>', sql<number>`-coalesce(ledger.spent, 0)`),
        eb('wallets.held_nano', '<>', sql<number>`-coalesce(ledger.held, 0)`),
        eb('wallets.held_nano', '<>', sql<number>`coalesce(holds.amount, 0)`),
        sql<boolean>`wallets.granted_nano - wallets.spent_nano - wallets.held_nano < 0`,
      ]),
    )
    .orderBy('wallets.organization_id')
    .execute();
  return rows.map(({ organization_id: id }) => id);
}

function sumOf(counter: WalletCounter) {
  return sql<number>`sum(case when kind in (${sql.join(kindsOf(counter))}) then amount_nano else 0 end)`;
}
