import type { z } from '@hono/zod-openapi';
import { formatMultiplier, parseMultiplier } from '../../core/money.ts';
import type { GeneralGroup } from '../../groups/index.ts';
import { recordAudit } from '../audit/record.ts';
import type { ManagementApp } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import { GroupJson, GroupListQuery, GroupPatch, NewGroup } from '../contract/groups.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { pageOf, presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';
import { pathId } from '../path-ids.ts';

const routes = crudRoutes({
  plural: 'groups',
  path: '/api/v1/groups',
  json: GroupJson,
  newBody: NewGroup,
  patchBody: GroupPatch,
  query: GroupListQuery,
});

/** Adds `/api/v1/groups`. */
export function addGroupRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { groups } = deps;
  app.openapi(routes.list, async (context) => {
    const page = pageOf(await groups.list(), context.req.valid('query'), (group) => group.id);
    return context.json(presentPage(page, presentGroup), 200);
  });
  app.openapi(routes.get, async (context) => {
    const group = await groups.get(pathId('grp', context.req.valid('param').id));
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.create, async (context) => {
    const input = context.req.valid('json');
    const group = await groups.create({
      name: input.name,
      platforms: input.platforms,
      multiplierPpm: input.multiplier ?? parseMultiplier('1'),
      translate: input.translate,
    });
    await recordAudit(deps, context, 'group.create', group.id, { name: group.name });
    return context.json(presentGroup(group), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { multiplier, ...others } = context.req.valid('json');
    const input = givenFields({ ...others, multiplierPpm: multiplier });
    const group = await groups.update(pathId('grp', context.req.valid('param').id), input);
    await recordAudit(deps, context, 'group.update', group.id, { fields: Object.keys(input) });
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const group = await groups.get(pathId('grp', context.req.valid('param').id));
    await groups.remove(group.id);
    await recordAudit(deps, context, 'group.delete', group.id, { name: group.name });
    return context.json({ id: group.id, object: 'group', deleted: true as const }, 200);
  });
}

function presentGroup(group: GeneralGroup): z.infer<typeof GroupJson> {
  return {
    id: group.id,
    object: 'group',
    name: group.name,
    platforms: [...group.platforms],
    multiplier: formatMultiplier(group.multiplierPpm),
    translate: group.translate,
    created_at: formatTime(group.createdAtMs),
    updated_at: formatTime(group.updatedAtMs),
  };
}
