import type { Database } from '../../db/index.ts';
import type { WebhookEventType } from '../index.ts';
import type { startReceiver } from './receiver.ts';
import { createWebhookWorld } from './webhook-world.ts';

/** How the webhooks of a test differ from the usual ones. */
export interface SetUpOptions {
  readonly eventTypes?: readonly WebhookEventType[];
  readonly allowPrivate?: boolean;
}

let paths = 0;

/** A world of webhooks with a path of the receiver that nothing else uses. */
export async function setUpWebhooks(
  database: Database,
  receiver: Awaited<ReturnType<typeof startReceiver>>,
  { eventTypes = [], allowPrivate = true }: SetUpOptions = {},
) {
  const world = await createWebhookWorld(database, { allowPrivate });
  paths += 1;
  const path = `/${paths}`;
  const { organizationId, projectId } = world;
  return {
    ...{ ...world, path },
    make: (at: string) =>
      world.endpoints.create({ organizationId, projectId, url: receiver.url + at, eventTypes }),
    at: () => receiver.arrived.filter((one) => one.path === path),
  };
}
