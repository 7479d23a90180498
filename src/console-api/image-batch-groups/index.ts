import type { z } from '@hono/zod-openapi';
import type { ImageBatchGroup } from '../../groups/index.ts';
import { recordAudit } from '../audit/record.ts';
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
import { pageOf, presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';
import { pathId } from '../path-ids.ts';

const routes = crudRoutes({
  plural: 'image batch groups',
  path: '/api/v1/image-batch-groups',
  json: ImageBatchGroupJson,
  newBody: NewImageBatchGroup,
  patchBody: ImageBatchGroupPatch,
  query: GroupListQuery,
});

/** Adds `/api/v1/image-batch-groups`. */
export function addImageBatchGroupRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { imageBatchGroups } = deps;
  app.openapi(routes.list, async (context) => {
    const page = pageOf(await imageBatchGroups.list(), context.req.valid('query'), (group) => group.id);
    return context.json(presentPage(page, presentGroup), 200);
  });
  app.openapi(routes.get, async (context) => {
    const group = await imageBatchGroups.get(pathId('ibg', context.req.valid('param').id));
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.create, async (context) => {
    const { queue_limit, ...input } = context.req.valid('json');
    const group = await imageBatchGroups.create({ ...input, queueLimit: queue_limit });
    await recordAudit(deps, context, 'image_batch_group.create', group.id, { name: group.name });
    return context.json(presentGroup(group), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { queue_limit, ...others } = context.req.valid('json');
    const input = givenFields({ ...others, queueLimit: queue_limit });
    const group = await imageBatchGroups.update(pathId('ibg', context.req.valid('param').id), input);
    await recordAudit(deps, context, 'image_batch_group.update', group.id, { fields: Object.keys(input) });
    return context.json(presentGroup(group), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const group = await imageBatchGroups.get(pathId('ibg', context.req.valid('param').id));
    await imageBatchGroups.remove(group.id);
    await recordAudit(deps, context, 'image_batch_group.delete', group.id, { name: group.name });
    return context.json({ id: group.id, object: 'image_batch_group', deleted: true as const }, 200);
  });
}

function presentGroup(group: ImageBatchGroup): z.infer<typeof ImageBatchGroupJson> {
  return {
    id: group.id,
    object: 'image_batch_group',
    name: group.name,
    models: [...group.models],
    concurrency: group.concurrency,
    queue_limit: group.queueLimit,
    prices: { ...group.prices },
    created_at: formatTime(group.createdAtMs),
    updated_at: formatTime(group.updatedAtMs),
  };
}
