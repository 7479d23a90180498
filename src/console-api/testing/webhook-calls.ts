import type { MakeCall } from './route-calls.ts';
import type { Scene } from './scene.ts';

const ENDPOINTS = '/api/v1/webhook-endpoints';
const DELIVERIES = '/api/v1/webhook-deliveries';
const URL_OF_NOBODY = 'https://192.0.2.1/hook';

/** Calls of the routes of webhooks. */
export const WEBHOOK_CALLS: Readonly<Record<string, MakeCall>> = {
  [`GET ${ENDPOINTS}`]: async ({ organizationId }) => ({
    path: `${ENDPOINTS}?organization_id=${organizationId}`,
  }),
  [`POST ${ENDPOINTS}`]: async ({ organizationId }) => ({
    path: ENDPOINTS,
    body: { organization_id: organizationId, url: URL_OF_NOBODY },
  }),
  [`GET ${ENDPOINTS}/{id}`]: async (scene) => ({ path: await makeEndpoint(scene) }),
  [`PATCH ${ENDPOINTS}/{id}`]: async (scene) => ({
    path: await makeEndpoint(scene),
    body: { event_types: ['task.failed'] },
  }),
  [`DELETE ${ENDPOINTS}/{id}`]: async (scene) => ({ path: await makeEndpoint(scene) }),
  [`POST ${ENDPOINTS}/{id}/rotate-secret`]: async (scene) => ({
    path: `${await makeEndpoint(scene)}/rotate-secret`,
    body: { overlap_s: 60 },
  }),
  [`POST ${ENDPOINTS}/{id}/test`]: async (scene) => ({ path: `${await makeEndpoint(scene)}/test` }),
  [`GET ${DELIVERIES}`]: async ({ organizationId }) => ({
    path: `${DELIVERIES}?organization_id=${organizationId}`,
  }),
  [`GET ${DELIVERIES}/{id}`]: async (scene) => ({ path: await makeDelivery(scene) }),
  [`POST ${DELIVERIES}/{id}/redeliver`]: async (scene) => ({
    path: `${await makeDelivery(scene)}/redeliver`,
  }),
};

async function makeEndpoint(scene: Scene): Promise<string> {
  return `${ENDPOINTS}/${(await insertEndpoint(scene)).id}`;
}

async function makeDelivery(scene: Scene): Promise<string> {
  const delivery = await scene.world.webhookDeliveries.sendTest(await insertEndpoint(scene));
  return `${DELIVERIES}/${delivery.id}`;
}

function insertEndpoint({ world, organizationId, projectId }: Scene) {
  const fields = { organizationId, projectId, url: URL_OF_NOBODY, eventTypes: [] };
  return world.webhookEndpoints.create(fields);
}
