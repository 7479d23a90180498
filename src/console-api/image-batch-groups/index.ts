import type { ManagementApp } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import {
  GroupListQuery,
  ImageBatchGroupJson,
  ImageBatchGroupPatch,
  NewImageBatchGroup,
} from '../contract/groups.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { checkVisibleTo, requireVisible, visibleAmong } from '../groups/visible-groups.ts';
import { pageOf, presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { presentImageBatchGroup } from './present-image-batch-group.ts';

const routes = crudRoutes({
  plural: 'image batch groups',
  path: '/api/v1/image-batch-groups',
  target: 'image_batch_group',
  read: 'groups:read',
  write: 'groups:write',
  json: ImageBatchGroupJson,
  newBody: NewImageBatchGroup,
  patchBody: ImageBatchGroupPatch,
  query: GroupListQuery,
});

/** Adds `/api/v1/image-batch-groups`. */
export function addImageBatchGroupRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { imageBatchGroups } = deps;
  app.openapi(routes.list, async (context) => {
    const page = pageOf(
      visibleAmong(await imageBatchGroups.list(), context),
      context.req.valid('query'),
      (group) => group.id,
    );
    return context.json(presentPage(page, presentImageBatchGroup), 200);
  });
  app.openapi(routes.get, async (context) => {
    const group = await imageBatchGroups.get(pathId('ibg', context.req.valid('param').id));
    requireVisible(group, context);
    return context.json(presentImageBatchGroup(group), 200);
  });
  app.openapi(routes.create, async (context) => {
    const { queue_limit, visible_to, ...input } = context.req.valid('json');
    await checkVisibleTo(deps, visible_to);
    const group = await imageBatchGroups.create({
      ...input,
      queueLimit: queue_limit,
      visibleTo: visible_to,
    });
    return context.json(presentImageBatchGroup(group), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { queue_limit, visible_to, ...others } = context.req.valid('json');
    await checkVisibleTo(deps, visible_to);
    const input = givenFields({ ...others, queueLimit: queue_limit, visibleTo: visible_to });
    const group = await imageBatchGroups.update(pathId('ibg', context.req.valid('param').id), input);
    return context.json(presentImageBatchGroup(group), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const group = await imageBatchGroups.get(pathId('ibg', context.req.valid('param').id));
    await imageBatchGroups.remove(group.id);
    return context.json({ id: group.id, object: 'image_batch_group', deleted: true as const }, 200);
  });
}
