import { Refusal } from '../../core/refusal.ts';
import { actingIn } from '../authorisation/acting-in.ts';
import { checkPermission } from '../authorisation/check-permission.ts';
import type { Actor, ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { pathId } from '../path-ids.ts';
import { bulkKeysRoute } from './key-routes.ts';

type BulkAction = 'enable' | 'disable' | 'delete';

/** Adds `POST /api/v1/keys/bulk`. */
export function addBulk(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(bulkKeysRoute, async (context) => {
    const { ids, action } = context.req.valid('json');
    const data = [];
    for (const id of new Set(ids)) {
      data.push(await resultOf(id, () => change(deps, context.get('actor'), id, action)));
    }
    const done = data.filter(({ status }) => status === 'done').map(({ id }) => id);
    context.set('remark', { targetIds: done, details: { action } });
    return context.json({ object: 'key_bulk' as const, data }, 200);
  });
}

async function change(deps: ManagementDeps, actor: Actor, text: string, action: BulkAction): Promise<void> {
  const id = pathId('key', text);
  const key = await deps.keys.get(id);
  const acting = actingIn(actor, key.organizationId);
  if (acting === null) {
    throw new Refusal('not_found', { message: 'There is no API key with this id' });
  }
  checkPermission(acting, 'keys:write', { ownerId: key.createdBy });
  if (action === 'delete') {
    await deps.keys.remove(id);
  } else {
    await deps.keys.update(id, { status: action === 'enable' ? 'active' : 'inactive' });
  }
}

/** One key that is refused must not keep the others from being done. */
async function resultOf(id: string, work: () => Promise<void>) {
  try {
    await work();
    return { id, status: 'done' as const, error: null };
  } catch (error) {
    if (error instanceof Refusal) {
      return { id, status: 'refused' as const, error: { code: error.code, message: error.message } };
    }
    throw error;
  }
}
