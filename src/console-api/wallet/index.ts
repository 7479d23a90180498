import { createRoute, type z } from '@hono/zod-openapi';
import type { LedgerEntry, Wallets } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import { recordAudit } from '../audit/record.ts';
import type { ManagementApp } from '../context.ts';
import { answer, body, listOf, REFUSALS, SECURITY } from '../contract/route-parts.ts';
import { Credit, LedgerEntryJson, LedgerQuery, WalletJson, WalletQuery } from '../contract/wallet.ts';
import { organizationOf } from '../default-organization.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';

const common = { tags: ['wallet'], security: SECURITY };

const walletRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/wallet',
  summary: 'What a wallet was granted, has left, holds and spent',
  request: { query: WalletQuery },
  responses: { 200: answer('The wallet', WalletJson), ...REFUSALS },
});

const ledgerRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/wallet/ledger',
  summary: 'Every movement of a wallet, newest first',
  request: { query: LedgerQuery },
  responses: { 200: answer('A part of the list', listOf(LedgerEntryJson)), ...REFUSALS },
});

const creditRoute = createRoute({
  ...common,
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
    const organizationId = await organizationOf(deps, context.req.valid('query'));
    return context.json(presentWallet(await wallets.read(organizationId)), 200);
  });
  app.openapi(ledgerRoute, async (context) => {
    const query = context.req.valid('query');
    const organizationId = await organizationOf(deps, query);
    const page = await wallets.ledger({ organizationId, limit: query.limit, cursor: query.cursor ?? null });
    return context.json(presentPage(page, presentLedgerEntry), 200);
  });
  app.openapi(creditRoute, async (context) => {
    const { amount, note, ...input } = context.req.valid('json');
    const organizationId = await organizationOf(deps, input);
    await wallets.credit({ organizationId, amountNano: amount, note: note ?? null });
    await recordAudit(
      deps,
      context,
      'wallet.credit',
      organizationId,
      { amount: formatUsd(amount), note: note ?? null },
      { organizationId },
    );
    return context.json(presentWallet(await wallets.read(organizationId)), 200);
  });
}

function presentWallet(wallet: Awaited<ReturnType<Wallets['read']>>): z.infer<typeof WalletJson> {
  return {
    object: 'wallet',
    granted: formatUsd(wallet.grantedNano),
    remaining: formatUsd(wallet.remainingNano),
    held: formatUsd(wallet.heldNano),
    spent: formatUsd(wallet.spentNano),
    unit: 'USD',
  };
}

function presentLedgerEntry(entry: LedgerEntry): z.infer<typeof LedgerEntryJson> {
  return {
    id: entry.id,
    object: 'ledger_entry',
    kind: entry.kind,
    amount: formatUsd(entry.amountNano),
    request_id: entry.requestId,
    key_id: entry.keyId,
    note: entry.note,
    created_at: formatTime(entry.createdAtMs),
  };
}
