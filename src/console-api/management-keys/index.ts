import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { ManagementKeyJson, ManagementKeyListQuery, NewManagementKey } from '../contract/management-keys.ts';
import { answer, body, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { presentManagementKey } from './present-management-key.ts';

const tags = ['management keys'];
const path = '/api/v1/management-keys';
const target = 'management_key';
const reading = { tags, ...governed({ permission: 'management-keys:read', target, action: null }) };

const listRoute = createRoute({
  ...reading,
  method: 'get',
  path,
  summary: 'List management keys, newest first',
  request: { query: ManagementKeyListQuery },
  responses: { 200: answer('A part of the list', listOf(ManagementKeyJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...reading,
  method: 'get',
  path: `${path}/{id}`,
  summary: 'Show a management key',
  request: { params: IdParam },
  responses: { 200: answer('The management key', ManagementKeyJson), ...REFUSALS },
});

const createKeyRoute = createRoute({
  tags,
  ...governed({ permission: 'management-keys:write', target, action: 'management_key.create' }),
  method: 'post',
  path,
  summary: 'Create a management key with some of your own permissions; its string is shown here alone',
  request: { body: body(NewManagementKey) },
  responses: { 201: answer('The management key with its string', ManagementKeyJson), ...REFUSALS },
});

const revokeRoute = createRoute({
  tags,
  ...governed({ permission: 'management-keys:write', target, action: 'management_key.revoke' }),
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Revoke a management key for good; it stays listed',
  request: { params: IdParam },
  responses: { 200: answer('The management key', ManagementKeyJson), ...REFUSALS },
});

/** Adds `/api/v1/management-keys`. */
export function addManagementKeyRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { managementKeys, clock } = deps;
  app.openapi(listRoute, async (context) => {
    const all = await managementKeys.list(context.get('organizationId'));
    const page = pageOf(all, context.req.valid('query'), (key) => key.id);
    return context.json(
      presentPage(page, (key) => presentManagementKey(key, clock.nowMs())),
      200,
    );
  });
  app.openapi(getRoute, async (context) => {
    const key = await managementKeys.get(pathId('mk', context.req.valid('param').id));
    return context.json(presentManagementKey(key, clock.nowMs()), 200);
  });
  app.openapi(createKeyRoute, async (context) => {
    const { name, scopes, expires_at } = context.req.valid('json');
    const actor = context.get('actor');
    const { key, secret } = await managementKeys.create({
      organizationId: context.get('organizationId'),
      ...{ name, scopes, expiresAtMs: expires_at ?? null },
      ...{ createdBy: actor.name, grantable: actor.scopes },
    });
    return context.json(presentManagementKey(key, clock.nowMs(), secret), 201);
  });
  app.openapi(revokeRoute, async (context) => {
    const id = pathId('mk', context.req.valid('param').id);
    await managementKeys.revoke(id);
    return context.json(presentManagementKey(await managementKeys.get(id), clock.nowMs()), 200);
  });
}
