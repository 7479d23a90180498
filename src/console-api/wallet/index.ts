import { createRoute, type z } from '@hono/zod-openapi';
import type { LedgerEntry } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import type { ManagementApp } from '../context.ts';
import { answer, body, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { Credit, LedgerEntryJson, LedgerQuery, WalletJson, WalletQuery } from '../contract/wallet.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';
import { organizationOf } from '../organization-of.ts';
import { presentWallet } from './present-wallet.ts';

const tags = ['wallet'];
const reading = { tags, ...governed({ permission: 'wallet:read', target: 'wallet', action: null }) };

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

const creditRoute = createRoute({
  tags,
  ...governed({ permission: 'wallet:credit', target: 'wallet', action: 'wallet.credit' }),
  method: 'post',
  path: '/api/v1/wallet/credit',
  summary: 'Add credit to a wallet',
  request: { body: body(Credit) },
  responses: { 200: answer('The wallet afterwards', WalletJson), ...REFUSALS },
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
    const organizationId = await organizationOf(deps, context);
    const page = await wallets.ledger({ organizationId, limit: query.limit, cursor: query.cursor ?? null });
    return context.json(presentPage(page, presentLedgerEntry), 200);
  });
  app.openapi(creditRoute, async (context) => {
    const { amount, note } = context.req.valid('json');
    const organizationId = await organizationOf(deps, context);
    await wallets.credit({ organizationId, amountNano: amount, note: note ?? null });
    context.set('remark', {
      targetIds: [organizationId],
      details: { amount: formatUsd(amount), note: note ?? null },
    });
    return context.json(presentWallet(await wallets.read(organizationId)), 200);
  });
}

function presentLedgerEntry(entry: LedgerEntry): z.infer<typeof LedgerEntryJson> {
  return {
    id: entry.id,
    object: 'ledger_entry',
    kind: entry.kind,
    amount: formatUsd(entry.amountNano),
    idempotency_key: entry.idempotencyKey,
    source_id: entry.sourceId,
    request_id: entry.requestId,
    key_id: entry.keyId,
    note: entry.note,
    created_at: formatTime(entry.createdAtMs),
  };
}
