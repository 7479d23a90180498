import { createRoute } from '@hono/zod-openapi';
import { isId } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import { answer, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import {
  WebhookDeliveryJson,
  WebhookDeliveryListQuery,
  WebhookDeliveryWithTriesJson,
} from '../contract/webhooks.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { presentDelivery, presentDetails } from './present-webhook.ts';

const PATH = '/api/v1/webhook-deliveries';
const TARGET = 'webhook_delivery';
const tags = ['webhook deliveries'];
const reading = governed({ permission: 'webhooks:read', target: TARGET, action: null });

const listRoute = createRoute({
  ...{ tags, ...reading },
  method: 'get',
  path: PATH,
  summary: 'Deliveries of webhooks, newest first',
  request: { query: WebhookDeliveryListQuery },
  responses: { 200: answer('A part of the list', listOf(WebhookDeliveryJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...{ tags, ...reading },
  method: 'get',
  path: `${PATH}/{id}`,
  summary: 'One delivery with what is sent and every try',
  request: { params: IdParam },
  responses: { 200: answer('The delivery', WebhookDeliveryWithTriesJson), ...REFUSALS },
});

const redeliverRoute = createRoute({
  tags,
  ...governed({ permission: 'webhooks:write', target: TARGET, action: `${TARGET}.redeliver` }),
  method: 'post',
  path: `${PATH}/{id}/redeliver`,
  summary: 'Deliver again, under the same webhook-id; what waits for its next try is tried now',
  request: { params: IdParam },
  responses: { 200: answer('The delivery, which is about to be tried', WebhookDeliveryJson), ...REFUSALS },
});

/** Adds `/api/v1/webhook-deliveries`. */
export function addWebhookDeliveryRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { webhookDeliveries: deliveries } = deps;
  app.openapi(listRoute, async (context) => {
    const { limit, cursor = null, ...filters } = context.req.valid('query');
    if (cursor !== null && !isId('whd', cursor)) {
      throw invalidField('cursor', 'is not the next_cursor of a list');
    }
    const page = await deliveries.list({
      organizationId: context.get('organizationId'),
      projectId: filters.project_id ?? null,
      endpointId: filters.endpoint_id ?? null,
      taskId: filters.task_id ?? null,
      status: filters.status ?? null,
      eventType: filters.event_type ?? null,
      ...{ cursor, limit },
    });
    return context.json(presentPage(page, presentDelivery), 200);
  });
  app.openapi(getRoute, async (context) => {
    const details = await deliveries.details(pathId('whd', context.req.valid('param').id));
    return context.json(presentDetails(details), 200);
  });
  app.openapi(redeliverRoute, async (context) => {
    const delivery = await deliveries.redeliver(pathId('whd', context.req.valid('param').id));
    return context.json(presentDelivery(delivery), 200);
  });
}
