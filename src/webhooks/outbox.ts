import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { Transaction } from '../db/index.ts';
import { selectEndpoints } from './endpoint-store.ts';
import { insertDeliveries, insertMessage, nextSequence } from './outbox-store.ts';
import type { WebhookEndpoint, WebhookEvent } from './webhook.ts';

/** What happened and somebody has to be told of. */
export interface Outbox {
  /**
   * Stores an event in the transaction that makes it true, for every endpoint of the project that wants it
   * and for the callback: it is told at least once when the transaction is committed, and never otherwise.
   */
  enqueue(tx: Transaction, event: WebhookEvent): Promise<void>;
}

/** The outbox of one installation. */
export function createOutbox(deps: { readonly clock: Clock; readonly ids: Ids }): Outbox {
  return {
    async enqueue(tx, event) {
      const endpoints = await selectEndpoints(tx, { projectId: event.projectId });
      const wanting = endpoints.filter((endpoint) => wants(endpoint, event));
      await enqueueFor(tx, event, [...wanting.map(receiverOf), ...callbackOf(event)], deps);
    },
  };
}

/** Whom an event is told to. */
interface Receiver {
  readonly receiver: string;
  readonly endpoint_id: string | null;
  readonly callback_url: string | null;
}

/** Stores an event for these receivers alone, and returns the ids of its deliveries. */
export async function enqueueFor(
  tx: Transaction,
  event: WebhookEvent,
  receivers: readonly Receiver[],
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
): Promise<readonly Id<'whd'>[]> {
  if (receivers.length === 0) {
    return [];
  }
  const nowMs = clock.nowMs();
  const messageId = ids.next('msg');
  const { type, data, taskId } = event;
  const body = JSON.stringify({ type, created_at: new Date(nowMs).toISOString(), data });
  await insertMessage(tx, { id: messageId, body, createdAtMs: nowMs });
  const sequence = taskId === null ? null : await nextSequence(tx, taskId);
  const common = {
    message_id: messageId,
    organization_id: event.organizationId,
    project_id: event.projectId,
    task_id: taskId,
    event_type: type,
    status: 'pending' as const,
    ...{ sequence, attempts: 0, failures: 0, next_attempt_at: nowMs, created_at: nowMs },
  };
  const deliveries = receivers.map((receiver) => ({ id: ids.next('whd'), ...common, ...receiver }));
  await insertDeliveries(tx, deliveries);
  return deliveries.map(({ id }) => id);
}

/** An endpoint as a receiver. */
export function receiverOf({ id }: Pick<WebhookEndpoint, 'id'>): Receiver {
  return { receiver: id, endpoint_id: id, callback_url: null };
}

/** However many tasks call the same host back, it is called so often at once as one endpoint. */
function callbackOf({ callbackUrl }: WebhookEvent): Receiver[] {
  return callbackUrl == null
    ? []
    : [{ receiver: new URL(callbackUrl).origin, endpoint_id: null, callback_url: callbackUrl }];
}

function wants({ status, eventTypes }: WebhookEndpoint, { type }: WebhookEvent): boolean {
  return status === 'active' && (eventTypes.length === 0 || eventTypes.includes(type));
}
