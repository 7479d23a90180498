import { isId } from '../../core/ids.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import { Secret } from '../../core/secret.ts';
import { createTokenBuckets } from '../../keys/index.ts';
import { recordAudit } from '../audit/record.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { pathId } from '../path-ids.ts';
import { keyRoutes, revealKeyRoute } from './key-routes.ts';
import { presentKey } from './present-key.ts';
import { resolveBinding, resolveProject } from './resolve-names.ts';

const REVEALS_PER_MINUTE = 10;

/** Adds `/api/v1/keys`. */
export function addKeyRoutes(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(keyRoutes.list, async (context) => {
    const query = context.req.valid('query');
    if (query.cursor !== undefined && !isId('key', query.cursor)) {
      throw invalidField('cursor', 'is not the next_cursor of a list');
    }
    const page = await deps.keys.list({
      organizationId: query.organization_id ?? null,
      projectId: query.project_id ?? null,
      status: query.status ?? null,
      search: query.search ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit,
    });
    const nowMs = deps.clock.nowMs();
    return context.json(
      presentPage(page, (key) => presentKey(key, nowMs)),
      200,
    );
  });
  app.openapi(keyRoutes.get, async (context) => {
    const key = await deps.keys.get(pathId('key', context.req.valid('param').id));
    return context.json(presentKey(key, deps.clock.nowMs()), 200);
  });
  addKeyChanges(app, deps);
  addReveal(app, deps);
}

function addKeyChanges(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(keyRoutes.create, async (context) => {
    const input = context.req.valid('json');
    const { key, secret } = await deps.keys.create({
      ...(await resolveBinding(deps, input)),
      projectId: await resolveProject(deps, input),
      name: input.name,
      value: input.value == null ? null : new Secret(input.value),
      expiresAtMs: input.expires_at,
      quotaNano: input.quota,
      models: input.models,
      tags: input.tags,
    });
    await recordAudit(deps, context, 'key.create', key.id, { name: key.name, preview: key.preview }, key);
    return context.json(presentKey(key, deps.clock.nowMs(), secret), 201);
  });
  app.openapi(keyRoutes.patch, async (context) => {
    const input = context.req.valid('json');
    const { groupId, imageBatchGroupId } = await resolveBinding(deps, input);
    const key = await deps.keys.update(pathId('key', context.req.valid('param').id), {
      name: input.name,
      status: input.status,
      groupId: groupId ?? undefined,
      imageBatchGroupId: imageBatchGroupId ?? undefined,
      expiresAtMs: input.expires_at,
      quotaNano: input.quota,
      models: input.models,
      tags: input.tags,
    });
    await recordAudit(deps, context, 'key.update', key.id, { fields: Object.keys(input) }, key);
    return context.json(presentKey(key, deps.clock.nowMs()), 200);
  });
  app.openapi(keyRoutes.remove, async (context) => {
    const key = await deps.keys.get(pathId('key', context.req.valid('param').id));
    await deps.keys.remove(key.id);
    await recordAudit(deps, context, 'key.delete', key.id, { name: key.name, preview: key.preview }, key);
    return context.json({ id: key.id, object: 'api_key', deleted: true as const }, 200);
  });
}

function addReveal(app: ManagementApp, deps: ManagementDeps): void {
  const reveals = createTokenBuckets(
    { capacity: REVEALS_PER_MINUTE, refillPerSecond: REVEALS_PER_MINUTE / 60, maxCallers: 1_000 },
    deps.clock,
  );
  app.openapi(revealKeyRoute, async (context) => {
    checkRevealRate(reveals, context);
    const key = await deps.keys.get(pathId('key', context.req.valid('param').id));
    // The entry is written first: a key must not be shown without a trace when writing it fails.
    await recordAudit(deps, context, 'key.reveal', key.id, { preview: key.preview }, key);
    const secret = await deps.keys.reveal(key.id);
    return context.json({ id: key.id, object: 'api_key' as const, key: secret.reveal() }, 200);
  });
}

function checkRevealRate(reveals: ReturnType<typeof createTokenBuckets>, context: ManagementContext): void {
  if (!reveals.take(context.get('actor').credentialHash)) {
    throw new Refusal('rate_limit_exceeded', {
      message: `Keys can be revealed ${REVEALS_PER_MINUTE} times a minute; try again later`,
      retryAfterS: 60 / REVEALS_PER_MINUTE,
    });
  }
}
