import { type DatabaseLocation, openDatabase } from '../../src/db/index.ts';
import type { ApiKeysTable, LedgerEntriesTable, RequestsTable } from '../../src/db/tables.ts';

/** Everything the database says about money, once no gateway runs on it. */
export interface Books {
  readonly requests: ReadonlyMap<string, RequestsTable>;
  readonly charges: readonly LedgerEntriesTable[];
  readonly credits: readonly LedgerEntriesTable[];
  readonly keys: readonly Pick<ApiKeysTable, 'id' | 'name'>[];
  readonly quotaUsed: ReadonlyMap<string, number>;
  readonly wallet: { readonly granted: number; readonly spent: number; readonly held: number };
  readonly hours: { readonly requests: number; readonly chargeNano: number };
  /** How many attempts each request has. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** Reads the books of a gateway that has stopped. */
export async function readBooks(location: DatabaseLocation): Promise<Books> {
  const database = await openDatabase(location);
  try {
    const { db } = database;
    const requests = await db.selectFrom('requests').selectAll().execute();
    const ledger = await db.selectFrom('ledger_entries').selectAll().execute();
    const keys = await db.selectFrom('api_keys').select(['id', 'name', 'quota_used_nano']).execute();
    const wallet = await db.selectFrom('wallets').selectAll().executeTakeFirstOrThrow();
    const hours = await db.selectFrom('usage_hours').select(['requests', 'charge_nano']).execute();
    const attempts = new Map<string, number>();
    for (const { request_id } of await db.selectFrom('attempts').select('request_id').execute()) {
      attempts.set(request_id, (attempts.get(request_id) ?? 0) + 1);
    }
    return {
      requests: new Map(requests.map((row) => [row.id, row])),
      charges: ledger.filter(({ kind }) => kind === 'charge'),
      credits: ledger.filter(({ kind }) => kind === 'grant'),
      keys,
      quotaUsed: new Map(keys.map(({ id, quota_used_nano }) => [id, quota_used_nano])),
      wallet: { granted: wallet.granted_nano, spent: wallet.spent_nano, held: wallet.held_nano },
      hours: {
        requests: sum(hours.map((hour) => hour.requests)),
        chargeNano: sum(hours.map((hour) => hour.charge_nano)),
      },
      attempts,
    };
  } finally {
    await database.close();
  }
}

/** Every token of a request, of every kind. */
export function tokensOf(row: RequestsTable): number {
  return sum([
    row.input_tokens,
    row.cache_read_tokens,
    row.cache_write_5m_tokens,
    row.cache_write_1h_tokens,
    row.audio_input_tokens,
    row.output_tokens,
    row.reasoning_tokens,
    row.audio_output_tokens,
  ]);
}

/** Adds up. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}
