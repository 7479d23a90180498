import { sql } from 'kysely';
import type { Executor, Transaction } from '../db/index.ts';
import type { TaskHoldsTable } from '../db/tables.ts';

/** What ending a hold changes of its wallet and its key. */
export interface HoldEnd {
  readonly hold: TaskHoldsTable;
  readonly chargeNano: number;
  readonly nowMs: number;
}

/** A hold with the counters of its wallet and its key, as a process that starts needs them. */
export interface StoredHold extends TaskHoldsTable {
  readonly granted_nano: number;
  readonly spent_nano: number;
  readonly held_nano: number;
  readonly quota_used_nano: number;
}

/** Sets aside of the wallet what it has without its holds; false, and nothing happens, when that is less. */
export async function holdOfWallet(
  tx: Transaction,
  { organization_id, amount_nano }: TaskHoldsTable,
  nowMs: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('wallets')
    .set((eb) => ({ held_nano: eb('held_nano', '+', amount_nano), updated_at: nowMs }))
    .where('organization_id', '=', organization_id)
    .where(sql<boolean>`granted_nano - spent_nano - held_nano >= ${amount_nano}`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Stores a hold; a task has one at most. */
export async function insertHold(tx: Transaction, hold: TaskHoldsTable): Promise<void> {
  await tx.insertInto('task_holds').values(hold).execute();
}

/** Takes a hold out: whoever gets it ends it. Undefined when it has ended, or never was. */
export async function takeHoldOut(tx: Transaction, taskId: string): Promise<TaskHoldsTable | undefined> {
  return tx.deleteFrom('task_holds').where('task_id', '=', taskId).returningAll().executeTakeFirst();
}

/** Whether a task holds anything. */
export async function hasHold(executor: Executor, taskId: string): Promise<boolean> {
  const row = await executor
    .selectFrom('task_holds')
    .select('task_id')
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives a wallet back what was held and takes what it cost. */
export async function endOnWallet(tx: Transaction, { hold, chargeNano, nowMs }: HoldEnd): Promise<void> {
  await tx
    .updateTable('wallets')
    .set((eb) => ({
      held_nano: eb('held_nano', '-', hold.amount_nano),
      spent_nano: eb('spent_nano', '+', chargeNano),
      updated_at: nowMs,
    }))
    .where('organization_id', '=', hold.organization_id)
    .execute();
}

/** Adds what a task cost to its key. */
export async function addToKey(tx: Transaction, { hold, chargeNano }: HoldEnd): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set((eb) => ({ quota_used_nano: eb('quota_used_nano', '+', chargeNano) }))
    .where('id', '=', hold.key_id)
    .execute();
}

/** Every hold there is. */
export async function selectHolds(executor: Executor): Promise<StoredHold[]> {
  return executor
    .selectFrom('task_holds')
    .innerJoin('wallets', 'wallets.organization_id', 'task_holds.organization_id')
    .innerJoin('api_keys', 'api_keys.id', 'task_holds.key_id')
    .selectAll('task_holds')
    .select(['wallets.granted_nano', 'wallets.spent_nano', 'wallets.held_nano', 'api_keys.quota_used_nano'])
    .orderBy('task_holds.task_id')
    .execute();
}
