import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { PaymentsTable } from '../db/tables.ts';

/** How a payment stands. */
export type PaymentStatus = PaymentsTable['status'] | 'refunded' | 'partially_refunded' | 'disputed';

/** Money that somebody pays, or meant to. */
export interface Payment {
  readonly id: Id<'pay'>;
  readonly organizationId: Id<'org'>;
  readonly provider: 'stripe';
  readonly status: PaymentStatus;
  readonly amountNano: NanoUsd;
  readonly currency: string;
  readonly sessionId: string | null;
  readonly intentId: string | null;
  readonly refundedNano: NanoUsd;
  /** What was given back and the wallet had spent already. */
  readonly uncoveredNano: NanoUsd;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly paidAtMs: number | null;
}

/** What of the payments is wanted, the newest first. */
export interface PaymentQuery {
  readonly limit: number;
  readonly cursor: string | null;
  readonly organizationId: string | null;
  readonly status?: PaymentsTable['status'] | undefined;
}

/** Stores a new payment. */
export async function insertPayment(executor: Executor, row: PaymentsTable): Promise<void> {
  await executor.insertInto('payments').values(row).execute();
}

/** Names the checkout of a payment. */
export async function setSession(executor: Executor, id: string, sessionId: string): Promise<void> {
  await executor.updateTable('payments').set({ session_id: sessionId }).where('id', '=', id).execute();
}

/** Payments, the newest first. */
export async function selectPayments(executor: Executor, query: PaymentQuery): Promise<Payment[]> {
  let payments = executor.selectFrom('payments').selectAll().orderBy('id', 'desc').limit(query.limit);
  if (query.cursor !== null) {
    payments = payments.where('id', '<', query.cursor);
  }
  if (query.organizationId !== null) {
    payments = payments.where('organization_id', '=', query.organizationId);
  }
  if (query.status !== undefined) {
    payments = payments.where('status', '=', query.status);
  }
  return (await payments.execute()).map(paymentOf);
}

/** One payment by its id or by the provider's name of it, or undefined. */
export async function selectPayment(
  executor: Executor,
  by: { readonly id: string } | { readonly intentId: string },
): Promise<Payment | undefined> {
  const payments = executor.selectFrom('payments').selectAll();
  const row = await ('id' in by
    ? payments.where('id', '=', by.id)
    : payments.where('intent_id', '=', by.intentId)
  ).executeTakeFirst();
  return row && paymentOf(row);
}

/** Marks a payment as paid; false when it was before. */
export async function markPaid(
  tx: Transaction,
  id: string,
  paid: { readonly intentId: string | null; readonly nowMs: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('payments')
    .set({ status: 'paid', intent_id: paid.intentId, paid_at: paid.nowMs })
    .where('id', '=', id)
    .where('status', '<>', 'paid')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends a payment that nobody paid. */
export async function markEnded(tx: Transaction, id: string, status: 'expired' | 'failed'): Promise<void> {
  await tx
    .updateTable('payments')
    .set({ status })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute();
}

/**
 * Adds to what was given back of a payment, less than nothing for what came back to us; false when the payment
 * is not as it was read any more.
 */
export async function changeRefunded(
  tx: Transaction,
  payment: Pick<Payment, 'id' | 'refundedNano'>,
  by: { refundedNano: NanoUsd; uncoveredNano: NanoUsd; isDisputed: boolean },
): Promise<boolean> {
  const result = await tx
    .updateTable('payments')
    .set((eb) => ({
      refunded_nano: eb('refunded_nano', '+', by.refundedNano),
      uncovered_nano: eb('uncovered_nano', '+', by.uncoveredNano),
      is_disputed: by.isDisputed ? 1 : 0,
    }))
    .where('id', '=', payment.id)
    .where('refunded_nano', '=', payment.refundedNano)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes down that an event was acted on; throws a unique violation when it was before. */
export async function insertEvent(
  tx: Transaction,
  event: { id: string; paymentId: string; type: string; nowMs: number },
): Promise<void> {
  await tx
    .insertInto('payment_events')
    .values({ id: event.id, payment_id: event.paymentId, type: event.type, received_at: event.nowMs })
    .execute();
}

function paymentOf(row: PaymentsTable): Payment {
  return {
    id: row.id as Id<'pay'>,
    organizationId: row.organization_id as Id<'org'>,
    provider: row.provider,
    status: statusOf(row),
    amountNano: row.amount_nano,
    currency: row.currency,
    sessionId: row.session_id,
    intentId: row.intent_id,
    refundedNano: row.refunded_nano,
    uncoveredNano: row.uncovered_nano,
    createdBy: row.created_by,
    createdAtMs: row.created_at,
    paidAtMs: row.paid_at,
  };
}

function statusOf(row: PaymentsTable): PaymentStatus {
  if (row.is_disputed === 1) {
    return 'disputed';
  }
  if (row.refunded_nano === 0) {
    return row.status;
  }
  return row.refunded_nano === row.amount_nano ? 'refunded' : 'partially_refunded';
}
