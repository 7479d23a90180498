import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createMemoryAdmissions } from '../limits/index.ts';
import { claimOf, createTestClock } from '../limits/testing/claims.ts';
import { createBatchWriter } from './flush/batch.ts';
import { closeRecord, OWNER, requestId, storeOwners } from './testing/records.ts';
import { createWallets } from './wallets.ts';

const { organizationId, keyId, projectId } = OWNER;

async function opened(open: () => Promise<Database>, grantedNano = 10_000) {
  const database = await open();
  await storeOwners(database, { grantedNano });
  const clock = createTestClock(1_760_000_000_000);
  const admissions = createMemoryAdmissions({ clock });
  const wallets = createWallets({ database, clock, ids: createIds(clock), admissions });
  const { write } = createBatchWriter({ database, clock });
  return { database, clock, admissions, wallets, write };
}

const adjust = (amountNano: number) => ({ organizationId, amountNano, note: 'a mistake in March' });

describeOnEachDatabase('adjustments', (open) => {
  it('go in either direction, with their reason in the ledger', async () => {
    const { wallets } = await opened(open);
    await wallets.adjust(adjust(500));
    const entry = await wallets.adjust(adjust(-2_500));
    expect(entry).toMatchObject({ kind: 'adjustment', amountNano: -2_500, note: 'a mistake in March' });
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 8_000, remainingNano: 8_000 });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('never take what is held or spent', async () => {
    const { wallets, admissions } = await opened(open);
    admissions.openWallet(organizationId, { grantedNano: 10_000, spentNano: 0, heldNano: 0 });
    admissions.openKey({ ...OWNER, spentNano: 0 });
    const claim = claimOf({ ...OWNER, holdNano: 6_000 });
    admissions.admit(claim);
    await expect(wallets.adjust(adjust(-4_001))).rejects.toMatchObject({
      ...{ code: 'invalid_request', param: 'amount' },
      message: expect.stringContaining('takes more than remains: 0.000004 USD'),
    });
    await wallets.adjust(adjust(-4_000));
    expect(admissions.settle(claim, 6_000, 0)).toEqual({ chargeNano: 6_000, uncollectedNano: 0 });
    await expect(wallets.adjust(adjust(0))).rejects.toMatchObject({ param: 'amount' });
  });

  it('take no more than there is, however many come at once, and give back what was not written', async () => {
    const { wallets, database } = await opened(open, 1_000);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => wallets.adjust(adjust(-100))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 0, remainingNano: 0 });
    await wallets.credit({ organizationId, amountNano: 100, note: null });
    const failing = wallets.move({ ...adjust(-100), kind: 'adjustment' }, async () => {
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect(await wallets.read(organizationId)).toMatchObject({ remainingNano: 100 });
    await database.db.deleteFrom('usage_hours').execute();
    expect(await wallets.checkInvariant()).toEqual([]);
  });
});

describeOnEachDatabase('movements', (open) => {
  it('with the same idempotency key happen once, in whatever number they come', async () => {
    const { wallets } = await opened(open, 0);
    const grant = { organizationId, amountNano: 70, note: null };
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => wallets.grant(grant)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['conflict']));
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 70 });
    const ledger = await wallets.ledger({ organizationId, limit: 50, cursor: null });
    expect(ledger.items.map(({ idempotencyKey }) => idempotencyKey)).toEqual([`${organizationId}:grant`]);
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('are listed by kind, key and time', async () => {
    const { wallets, write, clock } = await opened(open);
    await wallets.credit({ organizationId, amountNano: 5, note: null });
    clock.advance(3_600_000);
    await wallets.adjust(adjust(7));
    await write([closeRecord(1)]);
    const kinds = async (query: Partial<Parameters<typeof wallets.ledger>[0]>) =>
      (await wallets.ledger({ organizationId, limit: 50, cursor: null, ...query })).items
        .map(({ kind, amountNano }) => `${kind} ${amountNano}`)
        .filter((shown) => shown !== 'credit 10000');
    expect((await kinds({ kinds: ['credit', 'adjustment'] })).sort()).toEqual(['adjustment 7', 'credit 5']);
    expect(await kinds({ kinds: ['charge'] })).toEqual(['charge -1000']);
    expect(await kinds({ keyId })).toEqual(['charge -1000']);
    expect(await kinds({ fromMs: clock.nowMs() - 1_000 })).toEqual(['adjustment 7']);
    expect(await kinds({ fromMs: clock.nowMs() - 7_200_000, beforeMs: clock.nowMs() - 1_000 })).toEqual([
      'credit 5',
    ]);
  });
});

describeOnEachDatabase('refunds', (open) => {
  it('give back to the wallet, and off what key, windows and project have spent (F54)', async () => {
    const { wallets, write, admissions, database } = await opened(open);
    await write([closeRecord(1)]);
    admissions.openWallet(organizationId, { grantedNano: 10_000, spentNano: 1_000, heldNano: 0 });
    admissions.openKey({ ...OWNER, spentNano: 1_000 });
    admissions.countHours(keyId);
    admissions.openHours(keyId, [{ startMs: 1_760_000_000_000, chargeNano: 1_000 }]);
    admissions.countMonth(projectId);
    admissions.openMonth(projectId, 1_000, 1_760_000_000_000);
    const refund = { organizationId, requestId: requestId(1), amountNano: 400, note: 'a bad answer' };
    expect(await wallets.refund(refund)).toMatchObject({ kind: 'refund', amountNano: 400 });

    const left = { grantedNano: 10_000, spentNano: 600, heldNano: 0, remainingNano: 9_400 };
    expect(await wallets.read(organizationId)).toEqual(left);
    expect(admissions.key(keyId)).toMatchObject({ spentNano: 600 });
    expect(admissions.spentInWindows(keyId)).toMatchObject({ '5h': 600, '30d': 600 });
    const claim = claimOf({ ...OWNER, holdNano: 400, budgetNano: 999, startedAtMs: 1_760_000_000_000 });
    expect(admissions.admit(claim)).toMatchObject({ limit: 'budget', left: 399 });
    const stored = await database.db.selectFrom('wallets').selectAll().executeTakeFirstOrThrow();
    expect(stored).toMatchObject({ granted_nano: 10_000, spent_nano: 600 });
    const hours = await database.db.selectFrom('usage_hours').selectAll().execute();
    expect(hours.map(({ charge_nano }) => charge_nano)).toEqual([600]);
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('happen once for a charge, of no more than it, and of no stranger', async () => {
    const { wallets, write } = await opened(open);
    await write([closeRecord(1), closeRecord(2, { chargeNano: 0 })]);
    const refund = (
      n: number,
      amountNano: number | null,
      id: typeof organizationId | 'org_2' = organizationId,
    ) => wallets.refund({ organizationId: id, requestId: requestId(n), amountNano, note: 'why' });
    await expect(refund(1, 1_001)).rejects.toMatchObject({ param: 'amount' });
    await expect(refund(1, 0)).rejects.toMatchObject({ param: 'amount' });
    await expect(refund(2, null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(refund(3, null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(refund(1, null, 'org_2')).rejects.toMatchObject({ code: 'not_found' });
    const all = await Promise.allSettled([refund(1, null), refund(1, null), refund(1, 10)]);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(refund(1, 1)).rejects.toMatchObject({ code: 'conflict' });
    expect(await wallets.checkInvariant()).toEqual([]);
  });
});

describeOnEachDatabase('statements', (open) => {
  it('come to what the movements of the month are, between what was before and after', async () => {
    const { wallets, clock } = await opened(open, 0);
    const add = (amountNano: number) => wallets.credit({ organizationId, amountNano, note: null });
    await add(1);
    clock.advance(40 * 86_400_000);
    const fromMs = clock.nowMs();
    for (let n = 0; n < 3; n += 1) {
      await add(10);
    }
    await wallets.adjust(adjust(-4));
    clock.advance(1);
    const beforeMs = clock.nowMs();
    await add(100);
    const span = { organizationId, fromMs, beforeMs };
    const totals = await wallets.statementTotals(span);
    expect({ ...totals, kinds: Object.fromEntries(totals.kinds) }).toEqual({
      openingNano: 1,
      closingNano: 27,
      kinds: { credit: { count: 3, amountNano: 30 }, adjustment: { count: 1, amountNano: -4 } },
    });
    const amounts: number[] = [];
    for await (const part of wallets.statementEntries(span)) {
      amounts.push(...part.map(({ amountNano }) => amountNano));
    }
    expect(amounts).toEqual([10, 10, 10, -4]);
    await expect(wallets.statementTotals({ ...span, organizationId: 'org_404' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describeOnEachDatabase('checkInvariant', (open) => {
  it('finds what is old and what is new, and keys that spent something else than the hours say', async () => {
    const { wallets, write, database, clock } = await opened(open);
    await write([closeRecord(1)]);
    clock.advance(3 * 3_600_000);
    await wallets.credit({ organizationId, amountNano: 5, note: null });
    expect(await wallets.checkInvariant()).toEqual([]);
    const set = (granted_nano: number) => database.db.updateTable('wallets').set({ granted_nano }).execute();
    await set(10_004);
    expect(await wallets.checkInvariant()).toEqual([organizationId]);
    await set(10_005);
    await database.db.updateTable('api_keys').set({ quota_used_nano: 999 }).execute();
    expect(await wallets.checkInvariant()).toEqual([keyId]);
  });
});
