import { sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import { ATTEMPT_SHAPE, CHARGE_SHAPE, type NumberedAttempt, REQUEST_SHAPE } from './flush/rows.ts';
import type { KeySum, WalletSum } from './flush/sums.ts';
import { createHourWriter, type HourWriter } from './hour-store.ts';
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
  addToHours: HourWriter;
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
    addToHours: createHourWriter(),
    addToWallet,
    addToKey,
  };
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
