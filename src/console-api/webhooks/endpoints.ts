import { createRoute } from '@hono/zod-openapi';
import type { WebhookEndpoint } from '../../webhooks/index.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import { answer, body, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import {
  NewWebhookEndpoint,
  WebhookDeliveryJson,
  WebhookEndpointJson,
  WebhookEndpointListQuery,
  WebhookEndpointPatch,
  WebhookSecretRotation,
} from '../contract/webhooks.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { resolveProject } from '../keys/resolve-names.ts';
import { pageOf, presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { presentDelivery, presentEndpoint } from './present-webhook.ts';

const PATH = '/api/v1/webhook-endpoints';
const TARGET = 'webhook_endpoint';
const tags = ['webhook endpoints'];

const routes = crudRoutes({
  plural: 'webhook endpoints',
  path: PATH,
  target: TARGET,
  read: 'webhooks:read',
  write: 'webhooks:write',
  json: WebhookEndpointJson,
  newBody: NewWebhookEndpoint,
  patchBody: WebhookEndpointPatch,
  query: WebhookEndpointListQuery,
});

const rotateRoute = createRoute({
  ...{ tags, path: `${PATH}/{id}/rotate-secret` },
  method: 'post',
  ...governed({ permission: 'webhooks:secret', target: TARGET, action: `${TARGET}.rotate_secret` }),
  summary: 'Replace the secret of an endpoint; the old one signs too for a while',
  request: { params: IdParam, body: body(WebhookSecretRotation) },
  responses: { 200: answer('The endpoint with its new secret', WebhookEndpointJson), ...REFUSALS },
});

const testRoute = createRoute({
  ...{ tags, path: `${PATH}/{id}/test` },
  method: 'post',
  ...governed({ permission: 'webhooks:write', target: TARGET, action: `${TARGET}.test` }),
  summary: 'Tell an endpoint of an event that means nothing, endpoint.test',
  request: { params: IdParam },
  responses: { 200: answer('Its delivery, which is about to be tried', WebhookDeliveryJson), ...REFUSALS },
});

/** Adds `/api/v1/webhook-endpoints`. */
export function addWebhookEndpointRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { webhookEndpoints: endpoints } = deps;
  app.openapi(routes.list, async (context) => {
    const { project_id: projectId, ...query } = context.req.valid('query');
    const all = await endpoints.list({
      organizationId: context.get('organizationId') ?? undefined,
      projectId,
    });
    const page = pageOf(all, query, (endpoint) => endpoint.id);
    return context.json(
      presentPage(page, (endpoint) => presentEndpoint(endpoint)),
      200,
    );
  });
  app.openapi(routes.get, async (context) => {
    const endpoint = await endpoints.get(pathId('whk', context.req.valid('param').id));
    return context.json(await presentWithSecret(deps, context, endpoint), 200);
  });
  addChanges(app, deps);
  app.openapi(rotateRoute, async (context) => {
    const id = pathId('whk', context.req.valid('param').id);
    const { overlap_s } = context.req.valid('json');
    const endpoint = await endpoints.rotateSecret(id, overlap_s * 1_000);
    context.set('remark', { details: { overlap_s } });
    return context.json(await presentWithSecret(deps, context, endpoint), 200);
  });
  app.openapi(testRoute, async (context) => {
    const endpoint = await endpoints.get(pathId('whk', context.req.valid('param').id));
    return context.json(presentDelivery(await deps.webhookDeliveries.sendTest(endpoint)), 200);
  });
}

function addChanges(app: ManagementApp, deps: ManagementDeps): void {
  const { webhookEndpoints: endpoints } = deps;
  app.openapi(routes.create, async (context) => {
    const { url, event_types: eventTypes, ...named } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const { id: projectId } = await resolveProject(deps, organizationId, named);
    const endpoint = await endpoints.create({ organizationId, projectId, url, eventTypes });
    return context.json(await presentWithSecret(deps, context, endpoint), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { url, event_types: eventTypes, status } = context.req.valid('json');
    const id = pathId('whk', context.req.valid('param').id);
    const endpoint = await endpoints.update(id, givenFields({ url, eventTypes, status }));
    return context.json(await presentWithSecret(deps, context, endpoint), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const id = pathId('whk', context.req.valid('param').id);
    await endpoints.remove(id);
    return context.json({ id, object: TARGET, deleted: true as const }, 200);
  });
}

/** With its secret for those who may see it. */
async function presentWithSecret(
  deps: ManagementDeps,
  context: ManagementContext,
  endpoint: WebhookEndpoint,
) {
  if (!context.get('actor').scopes.includes('webhooks:secret')) {
    return presentEndpoint(endpoint);
  }
  const [secret] = await deps.webhookEndpoints.secrets(endpoint.id);
  return presentEndpoint(endpoint, secret);
}
