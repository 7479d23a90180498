import { Refusal } from '../../core/refusal.ts';
import { createTokenBuckets } from '../../keys/index.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { pathId } from '../path-ids.ts';
import { revealKeyRoute } from './key-routes.ts';

const REVEALS_PER_MINUTE = 10;

/** Adds `POST /api/v1/keys/{id}/reveal`. */
export function addReveal(app: ManagementApp, deps: ManagementDeps): void {
  const reveals = createTokenBuckets(
    { capacity: REVEALS_PER_MINUTE, refillPerSecond: REVEALS_PER_MINUTE / 60, maxCallers: 1_000 },
    deps.clock,
  );
  app.openapi(revealKeyRoute, async (context) => {
    checkRevealRate(reveals, context);
    const key = await deps.keys.get(pathId('key', context.req.valid('param').id));
    context.set('remark', { details: { preview: key.preview } });
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
