import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { AffinityQuery, BindingJson, ChannelJson, ClearedJson } from '../contract/channels.ts';
import { answer, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { formatTime } from '../moments.ts';
import { pathId } from '../path-ids.ts';
import { presentChannel, readGroups } from './present-channel.ts';

const resetRoute = createRoute({
  tags: ['channels'],
  ...governed({ permission: 'channels:write', target: 'channel', action: 'channel.reset' }),
  method: 'post',
  path: '/api/v1/channels/{id}/reset',
  summary: 'Forget what its credentials rest from, revoked ones included',
  request: { params: IdParam },
  responses: { 200: answer('The channel', ChannelJson), ...REFUSALS },
});

const affinityRoute = createRoute({
  tags: ['channels'],
  ...governed({ permission: 'channels:read', target: 'channel', action: null }),
  method: 'get',
  path: '/api/v1/channels/{id}/affinity',
  summary: 'The sessions that keep to a channel, those used last first',
  request: { params: IdParam, query: AffinityQuery },
  responses: { 200: answer('The sessions', listOf(BindingJson)), ...REFUSALS },
});

const clearRoute = createRoute({
  tags: ['channels'],
  ...governed({ permission: 'channels:write', target: 'channel', action: 'channel.clear_affinity' }),
  method: 'delete',
  path: '/api/v1/channels/{id}/affinity',
  summary: 'Let the sessions of a channel go wherever there is place',
  request: { params: IdParam },
  responses: { 200: answer('How many there were', ClearedJson), ...REFUSALS },
});

/** Adds what an operator does about the health of channels and the sessions that keep to them. */
export function addChannelHealthRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { channels, road, affinity } = deps;
  app.openapi(resetRoute, async (context) => {
    const channel = await channels.get(pathId('chan', context.req.valid('param').id));
    road.reset(channel.id);
    return context.json(presentChannel(channel, await readGroups(deps), road), 200);
  });
  app.openapi(affinityRoute, async (context) => {
    const channel = await channels.get(pathId('chan', context.req.valid('param').id));
    const { limit } = context.req.valid('query');
    const bindings = affinity.list(limit + 1, channel.id);
    const data = bindings.slice(0, limit).map(({ organizationId, model, credentialIndex, usedAtMs }) => ({
      object: 'session' as const,
      organization_id: organizationId,
      model,
      last4: channel.credentials[credentialIndex]?.last4 ?? null,
      used_at: formatTime(usedAtMs),
    }));
    const page = { object: 'list' as const, data, has_more: bindings.length > limit, next_cursor: null };
    return context.json(page, 200);
  });
  app.openapi(clearRoute, async (context) => {
    const channel = await channels.get(pathId('chan', context.req.valid('param').id));
    return context.json({ object: 'cleared' as const, sessions: affinity.clear(channel.id) }, 200);
  });
}
