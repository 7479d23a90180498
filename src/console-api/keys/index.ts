import type { z } from '@hono/zod-openapi';
import { isId } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import { Secret } from '../../core/secret.ts';
import type { KeyFilter } from '../../keys/index.ts';
import { readSpentInWindows } from '../../limits/index.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import type { KeyListQuery } from '../contract/keys.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { addBulk } from './bulk.ts';
import { checkModels } from './check-models.ts';
import { keyRoutes } from './key-routes.ts';
import { presentKey, presentSpent } from './present-key.ts';
import { resolveBinding, resolveProject } from './resolve-names.ts';
import { addReveal } from './reveal.ts';
import { addRotation } from './rotation.ts';
import { settingsOf } from './settings-of.ts';

/** Adds `/api/v1/keys`. */
export function addKeyRoutes(app: ManagementApp, deps: ManagementDeps): void {
  addKeyReads(app, deps);
  addKeyChanges(app, deps);
  addReveal(app, deps);
  addRotation(app, deps);
  addBulk(app, deps);
}

function addKeyReads(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(keyRoutes.list, async (context) => {
    const page = await deps.keys.list(filterOf(context, context.req.valid('query')));
    const nowMs = deps.clock.nowMs();
    return context.json(
      presentPage(page, (key) => presentKey(key, nowMs)),
      200,
    );
  });
  app.openapi(keyRoutes.get, async (context) => {
    const key = await deps.keys.get(pathId('key', context.req.valid('param').id));
    const nowMs = deps.clock.nowMs();
    const spent = await readSpentInWindows(deps.pastSpend, key.id, nowMs);
    return context.json({ ...presentKey(key, nowMs), spend_windows_used: presentSpent(spent) }, 200);
  });
}

function addKeyChanges(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(keyRoutes.create, async (context) => {
    const input = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const project = await resolveProject(deps, organizationId, input);
    const binding = await resolveBinding(deps, organizationId, input);
    await checkModels(deps, organizationId, input);
    const isBound = binding.groupId !== null || binding.imageBatchGroupId !== null;
    const { key, secret } = await deps.keys.create({
      ...settingsOf(input),
      ...(isBound ? binding : { ...binding, groupId: project.defaultGroupId }),
      projectId: project.id,
      name: input.name,
      value: input.value == null ? null : new Secret(input.value),
      createdBy: context.get('actor').userId,
    });
    return context.json(presentKey(key, deps.clock.nowMs(), secret), 201);
  });
  app.openapi(keyRoutes.patch, async (context) => {
    const input = context.req.valid('json');
    const { id, organizationId } = await deps.keys.get(pathId('key', context.req.valid('param').id));
    const { groupId, imageBatchGroupId } = await resolveBinding(deps, organizationId, input);
    await checkModels(deps, organizationId, input);
    const key = await deps.keys.update(id, {
      ...settingsOf(input),
      status: input.status,
      groupId: groupId ?? undefined,
      imageBatchGroupId: imageBatchGroupId ?? undefined,
    });
    return context.json(presentKey(key, deps.clock.nowMs()), 200);
  });
  app.openapi(keyRoutes.remove, async (context) => {
    const id = pathId('key', context.req.valid('param').id);
    await deps.keys.remove(id);
    return context.json({ id, object: 'api_key', deleted: true as const }, 200);
  });
}

/** Names are read from A to Z unless said otherwise; everything else with the newest or most first. */
function filterOf(context: ManagementContext, query: z.output<typeof KeyListQuery>): Partial<KeyFilter> {
  if (query.cursor !== undefined && !isId('key', query.cursor)) {
    throw invalidField('cursor', 'is not the next_cursor of a list');
  }
  return {
    organizationId: context.get('organizationId'),
    projectId: query.project_id ?? null,
    status: query.status ?? null,
    type: query.type ?? null,
    groupId: query.group_id ?? null,
    imageBatchGroupId: query.image_batch_group_id ?? null,
    createdBy: query.created_by ?? null,
    tag: query.tag === undefined ? null : tagOf(query.tag),
    search: query.search ?? null,
    sort: query.sort,
    isDescending: (query.order ?? (query.sort === 'name' ? 'asc' : 'desc')) === 'desc',
    cursor: query.cursor ?? null,
    limit: query.limit,
  };
}

function tagOf(text: string): KeyFilter['tag'] {
  const at = text.indexOf('=');
  return at === -1 ? { name: text, value: null } : { name: text.slice(0, at), value: text.slice(at + 1) };
}
