import { createDomainWorld } from '../../../test/support/domain-world.ts';
import type { Id } from '../../core/ids.ts';
import type { Database } from '../../db/index.ts';
import { createOutbound } from '../../upstream/index.ts';
import { createDeliverer } from '../deliverer.ts';
import {
  createDeliveries,
  createEndpoints,
  createOutbox,
  type DisabledEndpoint,
  type WebhookEvent,
} from '../index.ts';

/** Webhooks over one database and real sockets, with a clock that stands still: for tests. */
export async function createWebhookWorld(database: Database, options: { allowPrivate?: boolean } = {}) {
  const world = createDomainWorld(database);
  const account = await world.organizations.ensureDefault();
  const outbound = createOutbound({ connectTimeoutMs: 2_000, useProxy: false });
  const deps = { ...world, outbound, allowPrivate: options.allowPrivate ?? true };
  const disabled: DisabledEndpoint[] = [];
  const failures: unknown[] = [];
  const outbox = createOutbox(deps);
  const openDeliverer = (perReceiver = 4) =>
    createDeliverer({
      ...{ ...deps, perReceiver, random: () => 0 },
      projectSecret: (id) => world.projects.webhookSecret(id),
      onDisabled: (one) => disabled.push(one),
      onFailure: (error) => failures.push(error),
    });
  return {
    ...{ ...world, ...account, outbound, outbox, openDeliverer, disabled, failures },
    endpoints: createEndpoints(deps),
    deliveries: createDeliveries(deps),
    deliverer: openDeliverer(),
    /** Enqueues an event in a transaction of its own. */
    enqueue: (event: Partial<WebhookEvent>) =>
      database.transaction((tx) =>
        outbox.enqueue(tx, { ...account, taskId: null, type: 'task.succeeded', data: {}, ...event }),
      ),
    listed: async (filter: { endpointId?: Id<'whk'> } = {}) =>
      (
        await createDeliveries(deps).list({
          ...{ organizationId: null, projectId: null, endpointId: filter.endpointId ?? null },
          ...{ taskId: null, status: null, eventType: null, cursor: null, limit: 100 },
        })
      ).items,
  };
}
