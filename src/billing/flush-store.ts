import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import type { AttemptsTable, LedgerEntriesTable, RequestsTable, UsageHoursTable } from '../db/tables.ts';
import type { KeySum, WalletSum } from './flush/sums.ts';

/** Rows go in by powers of two up to this, so that a handful of statements serve every batch. */
const MAX_ROWS_PER_STATEMENT = 64;

/** The rows of one table that a batch adds, all made by the same function: same columns, same order. */
interface Insert<Row extends object> {
  /** The statement for as many rows, made by the query builder. */
  compile(tx: Transaction, rows: readonly Row[]): CompiledQuery;
  /** SQL by number of rows. Making it costs more than running it. */
  readonly sql: Map<number, string>;
}

/** The statements that move closed requests to the database. */
export interface FlushStore {
  /** Ids among these that are stored already. */
  storedIds(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns how many were not stored before. */
  insertRequests(tx: Transaction, rows: readonly RequestsTable[]): Promise<number>;
  insertAttempts(tx: Transaction, rows: readonly AttemptsTable[]): Promise<number>;
  insertCharges(tx: Transaction, rows: readonly LedgerEntriesTable[]): Promise<number>;
  addToHours(tx: Transaction, rows: readonly UsageHoursTable[]): Promise<number>;
  /** Returns whether the wallet exists. */
  addToWallet(tx: Transaction, sum: WalletSum, nowMs: number): Promise<boolean>;
  addToKey(tx: Transaction, sum: KeySum): Promise<void>;
}

/** A store of one database; it keeps the SQL it made, never a connection. */
export function createFlushStore(): FlushStore {
  const requests: Insert<RequestsTable> = { compile: compileRequests, sql: new Map() };
  const attempts: Insert<AttemptsTable> = { compile: compileAttempts, sql: new Map() };
  const charges: Insert<LedgerEntriesTable> = { compile: compileCharges, sql: new Map() };
  const hours: Insert<UsageHoursTable> = { compile: compileHours, sql: new Map() };
  return {
    storedIds,
    insertRequests: (tx, rows) => run(tx, requests, rows),
    insertAttempts: (tx, rows) => run(tx, attempts, rows),
    insertCharges: (tx, rows) => run(tx, charges, rows),
    addToHours: (tx, rows) => run(tx, hours, rows),
    addToWallet,
    addToKey,
  };
}

async function run<Row extends object>(
  tx: Transaction,
  insert: Insert<Row>,
  rows: readonly Row[],
): Promise<number> {
  let inserted = 0;
  let size = MAX_ROWS_PER_STATEMENT;
  for (let at = 0; at < rows.length; ) {
    while (size > rows.length - at) {
      size /= 2;
    }
    const part = rows.slice(at, at + size);
    at += size;
    let text = insert.sql.get(size);
    if (text === undefined) {
      text = insert.compile(tx, part).sql;
      insert.sql.set(size, text);
    }
    const result = await tx.executeQuery(CompiledQuery.raw(text, valuesOf(part)));
    inserted += Number(result.numAffectedRows ?? 0);
    // On SQLite a statement runs on this thread; requests that run get their turn between two of them.
    await nextTurn();
  }
  return inserted;
}

/** The builder takes the columns of the first row in their order, and so does this. */
function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    for (const value of Object.values(row)) {
      values.push(value);
    }
  }
  return values;
}

function compileRequests(tx: Transaction, rows: readonly RequestsTable[]): CompiledQuery {
  return tx
    .insertInto('requests')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .compile();
}

function compileAttempts(tx: Transaction, rows: readonly AttemptsTable[]): CompiledQuery {
  return tx.insertInto('attempts').values(rows).compile();
}

function compileCharges(tx: Transaction, rows: readonly LedgerEntriesTable[]): CompiledQuery {
  return tx.insertInto('ledger_entries').values(rows).compile();
}

function compileHours(tx: Transaction, rows: readonly UsageHoursTable[]): CompiledQuery {
  return tx
    .insertInto('usage_hours')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['key_id', 'hour_start', 'model']).doUpdateSet((eb) => {
        const plus = (column: HourSum) => eb(`usage_hours.${column}`, '+', eb.ref(`excluded.${column}`));
        return {
          requests: plus('requests'),
          input_tokens: plus('input_tokens'),
          cache_read_tokens: plus('cache_read_tokens'),
          cache_write_5m_tokens: plus('cache_write_5m_tokens'),
          cache_write_1h_tokens: plus('cache_write_1h_tokens'),
          audio_input_tokens: plus('audio_input_tokens'),
          output_tokens: plus('output_tokens'),
          reasoning_tokens: plus('reasoning_tokens'),
          audio_output_tokens: plus('audio_output_tokens'),
          charge_nano: plus('charge_nano'),
          duration_ms: plus('duration_ms'),
        };
      }),
    )
    .compile();
}

type HourSum = Exclude<
  keyof UsageHoursTable,
  'key_id' | 'hour_start' | 'model' | 'organization_id' | 'project_id'
>;

async function storedIds(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await executor.selectFrom('requests').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

async function addToWallet(tx: Transaction, sum: WalletSum, nowMs: number): Promise<boolean> {
  const result = await tx
    .updateTable('wallets')
    .set((eb) => ({ spent_nano: eb('spent_nano', '+', sum.chargeNano), updated_at: nowMs }))
    .where('organization_id', '=', sum.organizationId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

async function addToKey(tx: Transaction, { keyId, chargeNano, lastUsedAtMs }: KeySum): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set((eb) => ({
      quota_used_nano: eb('quota_used_nano', '+', chargeNano),
      last_used_at: eb
        .case()
        .when('last_used_at', '>', lastUsedAtMs)
        .then(eb.ref('last_used_at'))
        .else(lastUsedAtMs)
        .end(),
    }))
    .where('id', '=', keyId)
    .execute();
}
