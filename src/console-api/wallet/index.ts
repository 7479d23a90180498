import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { answer, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { LedgerEntryJson, LedgerQuery, WalletJson, WalletQuery } from '../contract/wallet.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { addWalletChanges } from './changes.ts';
import { presentLedgerEntry } from './present-entry.ts';
import { presentWallet } from './present-wallet.ts';
import { addRedeem } from './redeem.ts';
import { addStatements } from './statements.ts';

const reading = {
  tags: ['wallet'],
  ...governed({ permission: 'wallet:read', target: 'wallet', action: null }),
};

const walletRoute = createRoute({
  ...reading,
  method: 'get',
  path: '/api/v1/wallet',
  summary: 'What a wallet was granted, has left, holds and spent',
  request: { query: WalletQuery },
  responses: { 200: answer('The wallet', WalletJson), ...REFUSALS },
});

const ledgerRoute = createRoute({
  ...reading,
  method: 'get',
  path: '/api/v1/wallet/ledger',
  summary: 'Every movement of a wallet, newest first',
  request: { query: LedgerQuery },
  responses: { 200: answer('A part of the list', listOf(LedgerEntryJson)), ...REFUSALS },
});

/** Adds `/api/v1/wallet`. */
export function addWalletRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { wallets } = deps;
  app.openapi(walletRoute, async (context) => {
    const organizationId = await organizationOf(deps, context);
    return context.json(presentWallet(await wallets.read(organizationId)), 200);
  });
  app.openapi(ledgerRoute, async (context) => {
    const query = context.req.valid('query');
    const page = await wallets.ledger({
      ...{ organizationId: await organizationOf(deps, context), limit: query.limit },
      ...{ cursor: query.cursor ?? null, kinds: query.kind, keyId: query.key_id },
      ...{ fromMs: query.from, beforeMs: query.to },
    });
    return context.json(presentPage(page, presentLedgerEntry), 200);
  });
  addWalletChanges(app, deps);
  addRedeem(app, deps);
  addStatements(app, deps);
}
