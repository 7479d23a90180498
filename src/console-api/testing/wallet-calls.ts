import { insertRequest } from './insert-request.ts';
import type { MakeCall } from './route-calls.ts';
import type { Scene } from './scene.ts';

let batches = 0;

/** The calls of everything about money, as in `route-calls.ts`. */
export const WALLET_CALLS: Readonly<Record<string, MakeCall>> = {
  'GET /api/v1/wallet': inOrganization('/api/v1/wallet'),
  'GET /api/v1/wallet/ledger': inOrganization('/api/v1/wallet/ledger'),
  'GET /api/v1/wallet/statements': inOrganization('/api/v1/wallet/statements'),
  'GET /api/v1/wallet/statements/{month}': inOrganization('/api/v1/wallet/statements/2026-02'),
  'POST /api/v1/wallet/credit': async ({ organizationId }) => ({
    path: '/api/v1/wallet/credit',
    body: { amount: '1', organization_id: organizationId },
  }),
  'POST /api/v1/wallet/adjust': async ({ organizationId }) => ({
    path: '/api/v1/wallet/adjust',
    body: { amount: '1', reason: 'a test', organization_id: organizationId },
  }),
  'POST /api/v1/wallet/refund': async ({ world, organizationId, projectId }) => {
    const owner = { organizationId, projectId };
    await world.wallets.credit({ organizationId, amountNano: 5_000, note: null });
    const { id } = await insertRequest(world, world.time.ms, nextName(), owner);
    const { db } = world.database;
    await db
      .updateTable('wallets')
      .set((eb) => ({ spent_nano: eb('spent_nano', '+', 1_500) }))
      .where('organization_id', '=', organizationId)
      .execute();
    return {
      path: '/api/v1/wallet/refund',
      body: { request_id: id, reason: 'a test', organization_id: organizationId },
    };
  },
  'POST /api/v1/wallet/redeem': async (scene) => ({
    path: '/api/v1/wallet/redeem',
    body: { code: (await makeBatch(scene)).code, organization_id: scene.organizationId },
  }),
  'GET /api/v1/payments': inOrganization('/api/v1/payments'),
  'GET /api/v1/payments/{id}': async ({ world, organizationId }) => {
    const { payment } = await world.payments.create({
      ...{ organizationId, amountNano: 5_000_000_000, createdBy: 'a test', consoleUrl: 'https://x.example' },
    });
    return { path: `/api/v1/payments/${payment.id}` };
  },
  'POST /api/v1/payments': async ({ organizationId }) => ({
    path: '/api/v1/payments',
    body: { amount: '5', organization_id: organizationId },
  }),
  'GET /api/v1/codes': async () => ({ path: '/api/v1/codes' }),
  'POST /api/v1/codes': async () => ({ path: '/api/v1/codes', body: { name: nextName(), amount: '1' } }),
  'GET /api/v1/codes/{id}': async (scene) => ({ path: `/api/v1/codes/${(await makeBatch(scene)).codeId}` }),
  'PATCH /api/v1/codes/{id}': async (scene) => ({
    path: `/api/v1/codes/${(await makeBatch(scene)).codeId}`,
    body: { status: 'disabled' },
  }),
  'GET /api/v1/code-batches': async () => ({ path: '/api/v1/code-batches' }),
  'GET /api/v1/code-batches/{id}': ofBatch(''),
  'PATCH /api/v1/code-batches/{id}': ofBatch('', { status: 'disabled' }),
  'POST /api/v1/code-batches/{id}/reveal': ofBatch('/reveal'),
};

function inOrganization(path: string): MakeCall {
  return async ({ organizationId }) => ({ path: `${path}?organization_id=${organizationId}` });
}

function ofBatch(rest: string, body?: object): MakeCall {
  return async (scene) => ({
    path: `/api/v1/code-batches/${(await makeBatch(scene)).batchId}${rest}`,
    ...(body === undefined ? {} : { body }),
  });
}

async function makeBatch({ world }: Scene) {
  const { batch, codes } = await world.codes.create({
    ...{ name: nextName(), amountNano: 1_000_000_000, count: 1, expiresAtMs: null, createdBy: 'a test' },
  });
  return { batchId: batch.id, codeId: codes[0]?.id ?? '', code: codes[0]?.code.reveal() ?? '' };
}

function nextName(): string {
  batches += 1;
  return `wallet call ${batches}`;
}
