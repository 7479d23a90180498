import { parseMultiplier } from '../../core/money.ts';
import type { ManagementApp } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import { GroupJson, GroupListQuery, GroupPatch, NewGroup } from '../contract/groups.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { pageOf, presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { presentGroup } from './present-group.ts';
import { checkVisibleTo, requireVisible, visibleAmong } from './visible-groups.ts';

const routes = crudRoutes({
  plural: 'groups',
  path: '/api/v1/groups',
  target: 'group',
  read: 'groups:read',
  write: 'groups:write',
  json: GroupJson,
  newBody: NewGroup,
  patchBody: GroupPatch,
  query: GroupListQuery,
});

/** Adds `/api/v1/groups`. */
export function addGroupRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { groups } = deps;
  app.openapi(routes.list, async (context) => {
    const page = pageOf(
      visibleAmong(await groups.list(), context),
      context.req.valid('query'),
      (group) => group.id,
    );
    return context.json(presentPage(page, presentGroup), 200);
  });
  app.openapi(routes.get, async (context) => {
    const group = await groups.get(pathId('grp', context.req.valid('param').id));
    requireVisible(group, context);
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.create, async (context) => {
    const input = context.req.valid('json');
    await checkVisibleTo(deps, input.visible_to);
    const group = await groups.create({
      name: input.name,
      platforms: input.platforms,
      multiplierPpm: input.multiplier ?? parseMultiplier('1'),
      translate: input.translate,
      retry: input.retry,
      visibleTo: input.visible_to,
    });
    return context.json(presentGroup(group), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { multiplier, visible_to, ...others } = context.req.valid('json');
    await checkVisibleTo(deps, visible_to);
    const input = givenFields({ ...others, multiplierPpm: multiplier, visibleTo: visible_to });
    const group = await groups.update(pathId('grp', context.req.valid('param').id), input);
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const group = await groups.get(pathId('grp', context.req.valid('param').id));
    await groups.remove(group.id);
    return context.json({ id: group.id, object: 'group', deleted: true as const }, 200);
  });
}
