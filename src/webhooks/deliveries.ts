import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import {
  type DeliveryFilter,
  deleteFinished,
  makeDue,
  selectAttempts,
  selectBody,
  selectDeliveries,
  selectDelivery,
} from './delivery-store.ts';
import { selectEndpoint } from './endpoint-store.ts';
import { enqueueFor, receiverOf } from './outbox.ts';
import type { Delivery, DeliveryAttempt, WebhookEndpoint } from './webhook.ts';

/** A delivery with everything that is known of it. */
export interface DeliveryDetails extends Delivery {
  readonly tries: readonly DeliveryAttempt[];
  /** The JSON that was sent, or will be. */
  readonly body: string | null;
}

/** What is done with the log of deliveries. */
export interface DeliveryService {
  list(filter: DeliveryFilter): Promise<{
    readonly items: readonly Delivery[];
    readonly nextCursor: string | null;
  }>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'whd'>): Promise<Delivery>;
  /** @throws {Refusal} `not_found`. */
  details(id: Id<'whd'>): Promise<DeliveryDetails>;
  /**
   * Tells it again, with the same `webhook-id`; what waits for another try is tried now.
   * @throws {Refusal} `not_found`, `conflict` when the endpoint is disabled or gone.
   */
  redeliver(id: Id<'whd'>): Promise<Delivery>;
  /** Tells an endpoint of an event that means nothing. */
  sendTest(endpoint: WebhookEndpoint): Promise<Delivery>;
  /** Removes at most so many deliveries that ended so long ago, and says how many there were. */
  removeOld(keptMs: number, limit: number): Promise<number>;
}

/** The log of all deliveries. */
export function createDeliveries(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}): DeliveryService {
  const { database, clock } = deps;
  const { db } = database;

  async function get(id: Id<'whd'>): Promise<Delivery> {
    const found = await selectDelivery(db, id);
    if (found === undefined) {
      throw new Refusal('not_found', { message: `there is no webhook delivery ${id}` });
    }
    return found;
  }

  return {
    async list(filter) {
      const found = await selectDeliveries(db, { ...filter, limit: filter.limit + 1 });
      const items = found.slice(0, filter.limit);
      return { items, nextCursor: found.length > filter.limit ? (items.at(-1)?.id ?? null) : null };
    },
    get,
    async details(id) {
      const delivery = await get(id);
      const tries = await selectAttempts(db, id);
      return { ...delivery, tries, body: await selectBody(db, delivery.messageId) };
    },
    async redeliver(id) {
      const { endpointId } = await get(id);
      const endpoint = endpointId === null ? null : await selectEndpoint(db, endpointId);
      if (endpoint === undefined || endpoint?.status === 'disabled') {
        throw new Refusal('conflict', { message: 'the endpoint of this delivery is disabled or deleted' });
      }
      await makeDue(db, id, clock.nowMs());
      return get(id);
    },
    async sendTest(endpoint) {
      const { organizationId, projectId, id } = endpoint;
      if (endpoint.status === 'disabled') {
        throw new Refusal('conflict', { message: 'the endpoint is disabled' });
      }
      const data = { endpoint_id: id };
      const event = { organizationId, projectId, taskId: null, type: 'endpoint.test', data } as const;
      const [sent = ''] = await database.transaction((tx) =>
        enqueueFor(tx, event, [receiverOf(endpoint)], deps),
      );
      return get(sent as Id<'whd'>);
    },
    removeOld: (keptMs, limit) =>
      database.transaction((tx) => deleteFinished(tx, clock.nowMs() - keptMs, limit)),
  };
}
