import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Executor } from '../db/index.ts';
import type { LedgerKind } from '../db/tables.ts';
import { entryOf, type LedgerEntry } from './ledger-entry.ts';
import { sumPart } from './ledger-sum-store.ts';
import { listEntries } from './wallet-store.ts';

const ENTRIES_A_PART = 500;

/** A calendar month (UTC) of a wallet. */
export interface StatementQuery {
  readonly organizationId: Id<'org'>;
  /** The first moment of the month, and of the next one. */
  readonly fromMs: number;
  readonly beforeMs: number;
}

/** What a month comes to. Amounts sum up: opening + every kind = closing. */
export interface StatementTotals {
  readonly openingNano: NanoUsd;
  readonly closingNano: NanoUsd;
  /** The sum of each kind of movement, without those that did not happen. */
  readonly kinds: ReadonlyMap<LedgerKind, { readonly count: number; readonly amountNano: NanoUsd }>;
}

/**
 * Sums the ledger of a wallet up. Part by part, because on SQLite a sum of millions of rows would keep every
 * request waiting while it runs.
 */
export async function sumLedger(
  executor: Executor,
  organizationId: string,
  span: { readonly fromMs?: number; readonly beforeMs?: number },
): Promise<Map<LedgerKind, { count: number; amountNano: NanoUsd }>> {
  const sums = new Map<LedgerKind, { count: number; amountNano: NanoUsd }>();
  let after: string | null = null;
  do {
    const part = await sumPart(executor, { organizationId, after, ...span });
    for (const { kind, count, amountNano } of part.sums) {
      const sum = sums.get(kind) ?? { count: 0, amountNano: 0 };
      sums.set(kind, { count: sum.count + count, amountNano: sum.amountNano + amountNano });
    }
    after = part.lastId;
    await nextTurn();
  } while (after !== null);
  return sums;
}

/** What a month comes to. */
export async function statementTotals(
  executor: Executor,
  { organizationId, fromMs, beforeMs }: StatementQuery,
): Promise<StatementTotals> {
  const openingNano = total(await sumLedger(executor, organizationId, { beforeMs: fromMs }));
  const kinds = await sumLedger(executor, organizationId, { fromMs, beforeMs });
  return { openingNano, closingNano: openingNano + total(kinds), kinds };
}

/** Every movement of a month, oldest first, in parts that are read when they are asked for. */
export async function* statementEntries(
  executor: Executor,
  query: StatementQuery,
): AsyncGenerator<readonly LedgerEntry[]> {
  let cursor: string | null = null;
  do {
    const page: { readonly limit: number; readonly cursor: string | null; readonly order: 'oldest' } = {
      limit: ENTRIES_A_PART,
      cursor,
      order: 'oldest',
    };
    const rows = await listEntries(executor, { ...query, ...page });
    cursor = rows.length < ENTRIES_A_PART ? null : (rows.at(-1)?.id ?? null);
    yield rows.map(entryOf);
  } while (cursor !== null);
}

function total(sums: ReadonlyMap<LedgerKind, { readonly amountNano: NanoUsd }>): NanoUsd {
  return [...sums.values()].reduce((sum, { amountNano }) => sum + amountNano, 0);
}
