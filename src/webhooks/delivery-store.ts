import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { WebhookDeliveriesTable } from '../db/tables.ts';
import type { Delivery, DeliveryAttempt, DeliveryStatus, WebhookEventType } from './webhook.ts';

/** Which deliveries, newest first, from the one after `cursor` on. What is null narrows nothing. */
export interface DeliveryFilter {
  readonly organizationId: Id<'org'> | null;
  readonly projectId: string | null;
  readonly endpointId: string | null;
  readonly taskId: string | null;
  readonly status: DeliveryStatus | null;
  readonly eventType: WebhookEventType | null;
  readonly cursor: string | null;
  readonly limit: number;
}

/** A part of the log. */
export async function selectDeliveries(db: Executor, filter: DeliveryFilter): Promise<Delivery[]> {
  const equal = [
    ['organization_id', filter.organizationId],
    ['project_id', filter.projectId],
    ['endpoint_id', filter.endpointId],
    ['task_id', filter.taskId],
    ['status', filter.status],
    ['event_type', filter.eventType],
  ] as const;
  const rows = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where((eb) =>
      eb.and([
        ...equal.flatMap(([column, value]) => (value === null ? [] : [eb(column, '=', value)])),
        ...(filter.cursor === null ? [] : [eb('id', '<', filter.cursor)]),
      ]),
    )
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(deliveryOf);
}

/** One delivery, or undefined. */
export async function selectDelivery(db: Executor, id: string): Promise<Delivery | undefined> {
  const row = await db.selectFrom('webhook_deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  return row && deliveryOf(row);
}

/** What was sent; null when it is not kept any more. */
export async function selectBody(db: Executor, messageId: Id<'msg'>): Promise<string | null> {
  const row = await db
    .selectFrom('webhook_messages')
    .select('body')
    .where('id', '=', messageId)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** The tries of a delivery, the first one first. */
export async function selectAttempts(db: Executor, id: Id<'whd'>): Promise<DeliveryAttempt[]> {
  const rows = await db
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('delivery_id', '=', id)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({
    startedAtMs: row.started_at,
    totalMs: row.total_ms,
    answerStatus: row.answer_status,
    error: row.error,
    answer: row.answer,
  }));
}

/** Makes a delivery due now, as if it had never failed. It keeps no order then, since others went on. */
export async function makeDue(db: Executor, id: Id<'whd'>, nowMs: number): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({ status: 'pending', next_attempt_at: nowMs, failures: 0, sequence: null, finished_at: null })
    .where('id', '=', id)
    .execute();
}

/** Ends what an endpoint has not been told yet. */
export async function cancelPending(
  db: Executor,
  endpointId: string,
  end: { readonly error: string; readonly nowMs: number },
): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({ status: 'canceled', next_attempt_at: null, error: end.error, finished_at: end.nowMs })
    .where('endpoint_id', '=', endpointId)
    .where('status', '=', 'pending')
    .execute();
}

/** Removes at most so many deliveries that ended before a time, and says how many there were. */
export async function deleteFinished(tx: Transaction, beforeMs: number, limit: number): Promise<number> {
  const old = await tx
    .selectFrom('webhook_deliveries')
    .select(['id', 'message_id'])
    .where('finished_at', '<', beforeMs)
    .orderBy('finished_at')
    .limit(limit)
    .execute();
  if (old.length === 0) {
    return 0;
  }
  const ids = old.map(({ id }) => id);
  await tx.deleteFrom('webhook_attempts').where('delivery_id', 'in', ids).execute();
  await tx.deleteFrom('webhook_deliveries').where('id', 'in', ids).execute();
  await deleteUnused(
    tx,
    old.map((row) => row.message_id),
  );
  return old.length;
}

/** What was told to others too stays for as long as they are in the log. */
async function deleteUnused(tx: Transaction, messageIds: readonly string[]): Promise<void> {
  const used = await tx
    .selectFrom('webhook_deliveries')
    .select('message_id')
    .where('message_id', 'in', messageIds)
    .execute();
  const kept = new Set(used.map((row) => row.message_id));
  const unused = messageIds.filter((id) => !kept.has(id));
  if (unused.length > 0) {
    await tx.deleteFrom('webhook_messages').where('id', 'in', unused).execute();
  }
}

function deliveryOf(row: Selectable<WebhookDeliveriesTable>): Delivery {
  return {
    id: row.id as Id<'whd'>,
    messageId: row.message_id as Id<'msg'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    taskId: row.task_id as Id<'task'> | null,
    eventType: row.event_type as WebhookEventType,
    endpointId: row.endpoint_id as Id<'whk'> | null,
    callbackUrl: row.callback_url,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAtMs: row.next_attempt_at,
    answerStatus: row.answer_status,
    error: row.error,
    createdAtMs: row.created_at,
    finishedAtMs: row.finished_at,
  };
}
