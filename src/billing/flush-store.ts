import { type RawBuilder, sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import type { UsageHoursTable } from '../db/tables.ts';
import {
  ATTEMPT_SHAPE,
  CHARGE_SHAPE,
  HOUR_SHAPE,
  type NumberedAttempt,
  REQUEST_SHAPE,
} from './flush/rows.ts';
import type { KeySum, WalletSum } from './flush/sums.ts';
import { createInsert, type Insert } from './insert-store.ts';
import type { RequestRecord } from './request-record.ts';

/** The statements that move closed requests to the database. */
export interface FlushStore {
  /** Ids among these that are stored already. */
  storedIds(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns how many were not stored before. */
  insertRequests: Insert<RequestRecord>;
  insertAttempts: Insert<NumberedAttempt>;
  insertCharges: Insert<RequestRecord>;
  addToHours: Insert<UsageHoursTable>;
  /** Returns whether the wallet exists. */
  addToWallet(tx: Transaction, sum: WalletSum, nowMs: number): Promise<boolean>;
  addToKey(tx: Transaction, sum: KeySum): Promise<void>;
}

/** A store of one database; it keeps the statements it made, never a connection. One batch at a time. */
export function createFlushStore(): FlushStore {
  return {
    storedIds,
    insertRequests: createInsert('requests', REQUEST_SHAPE, sql`on conflict (id) do nothing`),
    insertAttempts: createInsert('attempts', ATTEMPT_SHAPE),
    insertCharges: createInsert('ledger_entries', CHARGE_SHAPE),
    addToHours: createInsert('usage_hours', HOUR_SHAPE, addSums()),
    addToWallet,
    addToKey,
  };
}

const HOUR_SUMS = [
  ...['requests', 'input_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'],
  ...['audio_input_tokens', 'output_tokens', 'reasoning_tokens', 'audio_output_tokens', 'charge_nano'],
  ...['image_input_tokens', 'image_output_tokens', 'duration_ms'],
] as const satisfies readonly (keyof UsageHoursTable)[];

function addSums(): RawBuilder<unknown> {
  const sums = HOUR_SUMS.map(
    (column) =>
      sql`${sql.ref(column)} = ${sql.ref(`usage_hours.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
  );
  return sql`on conflict (key_id, hour_start, model) do update set ${sql.join(sums)}`;
}

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
