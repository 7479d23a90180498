import { createRoute } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import { createTokenBuckets } from '../../keys/index.ts';
import type { ManagementApp } from '../context.ts';
import { answer, body, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { Redemption, RedemptionJson } from '../contract/wallet.ts';
import type { ManagementDeps } from '../deps.ts';
import { organizationOf } from '../organization-of.ts';
import { presentWallet } from './present-wallet.ts';

/** What one caller may try, right or wrong. */
const TRIES_PER_MINUTE = 10;

const redeemRoute = createRoute({
  tags: ['wallet'],
  ...governed({ permission: 'wallet:redeem', target: 'wallet', action: 'wallet.redeem' }),
  method: 'post',
  path: '/api/v1/wallet/redeem',
  summary: 'Turn a code into credit',
  request: { body: body(Redemption) },
  responses: { 200: answer('What it was worth, and the wallet afterwards', RedemptionJson), ...REFUSALS },
});

/** Adds `POST /api/v1/wallet/redeem`. */
export function addRedeem(app: ManagementApp, deps: ManagementDeps): void {
  const tries = createTokenBuckets(
    { capacity: TRIES_PER_MINUTE, refillPerSecond: TRIES_PER_MINUTE / 60, maxCallers: 1_000 },
    deps.clock,
  );
  app.openapi(redeemRoute, async (context) => {
    const actor = context.get('actor');
    if (!tries.take(actor.credentialHash)) {
      throw new Refusal('rate_limit_exceeded', {
        message: `Codes can be tried ${TRIES_PER_MINUTE} times a minute; try again later`,
        retryAfterS: 60 / TRIES_PER_MINUTE,
      });
    }
    const organizationId = await organizationOf(deps, context);
    const typed = context.req.valid('json').code;
    const entry = await deps.codes.redeem({ organizationId, typed, by: actor.name });
    const amount = formatUsd(entry.amountNano);
    context.set('remark', {
      targetIds: [organizationId],
      details: { amount, code_id: entry.sourceId },
    });
    const wallet = presentWallet(await deps.wallets.read(organizationId));
    return context.json({ object: 'redemption' as const, amount, wallet }, 200);
  });
}
