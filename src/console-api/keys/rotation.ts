import { Secret } from '../../core/secret.ts';
import type { ManagementApp } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { pathId } from '../path-ids.ts';
import { rotateKeyRoute } from './key-routes.ts';
import { presentKey } from './present-key.ts';

/** Adds `POST /api/v1/keys/{id}/rotate`. */
export function addRotation(app: ManagementApp, deps: ManagementDeps): void {
  app.openapi(rotateKeyRoute, async (context) => {
    const input = context.req.valid('json');
    const old = await deps.keys.get(pathId('key', context.req.valid('param').id));
    const { key, secret } = await deps.keys.rotate(old.id, {
      overlapS: input?.overlap_s,
      value: input?.value == null ? null : new Secret(input.value),
    });
    context.set('remark', { details: { preview: old.preview, overlap_s: input?.overlap_s ?? null } });
    return context.json(presentKey(key, deps.clock.nowMs(), secret), 200);
  });
}
