import { createRoute } from '@hono/zod-openapi';
import type { LedgerEntry } from '../../billing/index.ts';
import type { Id } from '../../core/ids.ts';
import { formatUsd } from '../../core/money.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { answer, body, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { Adjustment, Credit, RefundBody, WalletJson } from '../contract/wallet.ts';
import type { ManagementDeps } from '../deps.ts';
import { organizationOf } from '../organization-of.ts';
import { presentWallet } from './present-wallet.ts';

const tags = ['wallet'];
const responses = { 200: answer('The wallet afterwards', WalletJson), ...REFUSALS };

const creditRoute = createRoute({
  tags,
  ...governed({ permission: 'wallet:credit', target: 'wallet', action: 'wallet.credit' }),
  method: 'post',
  path: '/api/v1/wallet/credit',
  summary: 'Add credit to a wallet',
  request: { body: body(Credit) },
  responses,
});

const adjustRoute = createRoute({
  tags,
  ...governed({ permission: 'wallet:credit', target: 'wallet', action: 'wallet.adjust' }),
  method: 'post',
  path: '/api/v1/wallet/adjust',
  summary: 'Correct a wallet for a reason, in either direction and never below zero',
  request: { body: body(Adjustment) },
  responses,
});

const refundRoute = createRoute({
  tags,
  ...governed({ permission: 'wallet:credit', target: 'wallet', action: 'wallet.refund' }),
  method: 'post',
  path: '/api/v1/wallet/refund',
  summary: 'Give back what a request was charged, or a part of it, once',
  request: { body: body(RefundBody) },
  responses,
});

/** Adds what an operator does to wallets. */
export function addWalletChanges(app: ManagementApp, deps: ManagementDeps): void {
  const { wallets } = deps;
  app.openapi(creditRoute, async (context) => {
    const { amount, note = null } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const entry = await wallets.credit({ organizationId, amountNano: amount, note });
    return context.json(await afterwards(context, organizationId, entry), 200);
  });
  app.openapi(adjustRoute, async (context) => {
    const { amount, reason } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const entry = await wallets.adjust({ organizationId, amountNano: amount, note: reason });
    return context.json(await afterwards(context, organizationId, entry), 200);
  });
  app.openapi(refundRoute, async (context) => {
    const { request_id: requestId, amount = null, reason } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    const entry = await wallets.refund({ organizationId, requestId, amountNano: amount, note: reason });
    return context.json(await afterwards(context, organizationId, entry), 200);
  });

  async function afterwards(context: ManagementContext, organizationId: Id<'org'>, entry: LedgerEntry) {
    const { amountNano, note, requestId } = entry;
    context.set('remark', {
      targetIds: [organizationId],
      details: {
        ...{ amount: formatUsd(amountNano), note },
        ...(requestId === null ? {} : { request_id: requestId }),
      },
    });
    return presentWallet(await wallets.read(organizationId));
  }
}
