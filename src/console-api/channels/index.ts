import { createRoute, type z } from '@hono/zod-openapi';
import { Secret } from '../../core/secret.ts';
import type { ManagementApp } from '../context.ts';
import {
  ChannelJson,
  ChannelListQuery,
  ChannelPatch,
  ChannelTestJson,
  NewChannel,
} from '../contract/channels.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import { answer, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { pageOf, presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { addChannelHealthRoutes } from './health.ts';
import { modelsOf } from './models-of.ts';
import { type AllGroups, presentChannel, presentChannelTest, readGroups } from './present-channel.ts';
import { idsOfGroups } from './resolve-groups.ts';

const routes = crudRoutes({
  plural: 'channels',
  path: '/api/v1/channels',
  target: 'channel',
  read: 'channels:read',
  write: 'channels:write',
  json: ChannelJson,
  newBody: NewChannel,
  patchBody: ChannelPatch,
  query: ChannelListQuery,
});

const testRoute = createRoute({
  tags: ['channels'],
  ...governed({ permission: 'channels:write', target: 'channel', action: 'channel.test' }),
  method: 'post',
  path: '/api/v1/channels/{id}/test',
  summary: 'Ask the upstream of a channel for something free with each of its credentials',
  request: { params: IdParam },
  responses: { 200: answer('What was found', ChannelTestJson), ...REFUSALS },
});

/** Adds `/api/v1/channels`. */
export function addChannelRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { channels } = deps;
  app.openapi(routes.list, async (context) => {
    const page = pageOf(await channels.list(), context.req.valid('query'), (channel) => channel.id);
    const groups = await readGroups(deps);
    return context.json(
      presentPage(page, (channel) => presentChannel(channel, groups, deps.road)),
      200,
    );
  });
  app.openapi(routes.get, async (context) => {
    const channel = await channels.get(pathId('chan', context.req.valid('param').id));
    return context.json(presentChannel(channel, await readGroups(deps), deps.road), 200);
  });
  app.openapi(testRoute, async (context) => {
    const id = pathId('chan', context.req.valid('param').id);
    return context.json(presentChannelTest(id, await deps.testChannel(id)), 200);
  });
  addChannelChanges(app, deps);
  addChannelHealthRoutes(app, deps);
}

function addChannelChanges(app: ManagementApp, deps: ManagementDeps): void {
  const { channels } = deps;
  app.openapi(routes.create, async (context) => {
    const input = context.req.valid('json');
    const groups = await readGroups(deps);
    const channel = await channels.create({
      name: input.name,
      provider: input.provider,
      baseUrl: input.base_url ?? null,
      credentials: input.credentials.map((text) => new Secret(text)),
      models: modelsOf(input.models),
      groupIds: idsOfGroups('groups', input.groups, groups.general),
      imageBatchGroupIds: idsOfGroups('image_batch_groups', input.image_batch_groups, groups.image),
      priority: input.priority,
      weight: input.weight,
      concurrency: input.concurrency,
      credentialConcurrency: input.credential_concurrency,
      retry: input.retry,
      timeouts: input.timeouts,
      allowPrivate: input.allow_private,
      status: input.status,
    });
    return context.json(presentChannel(channel, groups, deps.road), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const input = context.req.valid('json');
    const groups = await readGroups(deps);
    const id = pathId('chan', context.req.valid('param').id);
    const channel = await channels.update(id, patchOf(input, groups));
    return context.json(presentChannel(channel, groups, deps.road), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const channel = await channels.get(pathId('chan', context.req.valid('param').id));
    await channels.remove(channel.id);
    return context.json({ id: channel.id, object: 'channel', deleted: true as const }, 200);
  });
}

function patchOf(input: z.infer<typeof ChannelPatch>, groups: AllGroups) {
  return givenFields({
    name: input.name,
    baseUrl: input.base_url,
    credentials: input.credentials?.map((text) => new Secret(text)),
    models: input.models === undefined ? undefined : modelsOf(input.models),
    groupIds: input.groups && idsOfGroups('groups', input.groups, groups.general),
    imageBatchGroupIds:
      input.image_batch_groups && idsOfGroups('image_batch_groups', input.image_batch_groups, groups.image),
    priority: input.priority,
    weight: input.weight,
    concurrency: input.concurrency,
    credentialConcurrency: input.credential_concurrency,
    retry: input.retry,
    timeouts: input.timeouts,
    allowPrivate: input.allow_private,
    status: input.status,
  });
}
