import type { Executor, Transaction } from '../db/index.ts';
import type { RequestsTable } from '../db/tables.ts';

/** A request that was charged, as far as a refund needs it. */
export type Charged = Pick<
  RequestsTable,
  'id' | 'key_id' | 'project_id' | 'model' | 'charge_nano' | 'started_at'
>;

/** The request of a charge; undefined when the organization has none, or it cost nothing. */
export async function findCharge(
  executor: Executor,
  organizationId: string,
  requestId: string,
): Promise<Charged | undefined> {
  return executor
    .selectFrom('requests')
    .select(['id', 'key_id', 'project_id', 'model', 'charge_nano', 'started_at'])
    .where('id', '=', requestId)
    .where('organization_id', '=', organizationId)
    .where('charge_nano', '>', 0)
    .executeTakeFirst();
}

/** Gives a wallet back what it spent. */
export async function refundOfWallet(
  tx: Transaction,
  organizationId: string,
  amountNano: number,
  nowMs: number,
): Promise<void> {
  await tx
    .updateTable('wallets')
    .set((eb) => ({ spent_nano: eb('spent_nano', '-', amountNano), updated_at: nowMs }))
    .where('organization_id', '=', organizationId)
    .execute();
}

/** Takes a refund off what a key has spent. */
export async function refundOfKey(tx: Transaction, keyId: string, amountNano: number): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set((eb) => ({ quota_used_nano: eb('quota_used_nano', '-', amountNano) }))
    .where('id', '=', keyId)
    .execute();
}
