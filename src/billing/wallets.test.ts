import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Clock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createMemoryAdmissions } from '../limits/index.ts';
import { claimOf } from '../limits/testing/claims.ts';
import { createBatchWriter } from './flush/batch.ts';
import { closeRecord, OWNER, storeOwners } from './testing/records.ts';
import { createWallets } from './wallets.ts';

const { organizationId } = OWNER;

function start(database: Database) {
  let nowMs = 1_760_000_000_000;
  const clock: Clock = { nowMs: () => nowMs++, monotonicMs: () => nowMs };
  const admissions = createMemoryAdmissions({ clock });
  const wallets = createWallets({ database, clock, ids: createIds(clock), admissions });
  return { wallets, admissions, write: createBatchWriter({ database, clock }).write };
}

describeOnEachDatabase('createWallets', (open) => {
  it('reads what is stored, and the running counters once there are any', async () => {
    const database = await open();
    await storeOwners(database, { grantedNano: 10_000 });
    const { wallets, admissions, write } = start(database);
    await write([closeRecord(1)]);
    const stored = { grantedNano: 10_000, remainingNano: 9_000, heldNano: 0, spentNano: 1_000 };
    expect(await wallets.read(organizationId)).toEqual(stored);
    admissions.openWallet(organizationId, stored);
    admissions.openKey({ ...OWNER, spentNano: 0 });
    admissions.admit(claimOf({ ...OWNER, holdNano: 500 }));
    expect(await wallets.read(organizationId)).toEqual({ ...stored, heldNano: 500, remainingNano: 8_500 });
    await expect(wallets.read('org_404')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('credits the ledger, the database and the running counters', async () => {
    const database = await open();
    await storeOwners(database, { grantedNano: 0 });
    const { wallets, admissions } = start(database);
    admissions.openWallet(organizationId, { grantedNano: 0, spentNano: 0, heldNano: 0 });
    const entry = await wallets.credit({ organizationId, amountNano: 7, note: 'top-up' });
    expect(entry).toMatchObject({ kind: 'credit', amountNano: 7, note: 'top-up', requestId: null });
    expect(admissions.wallet(organizationId)).toMatchObject({ grantedNano: 7, remainingNano: 7 });
    const restarted = start(database).wallets;
    expect(await restarted.read(organizationId)).toMatchObject({ grantedNano: 7 });
    expect((await restarted.ledger({ organizationId, limit: 10, cursor: null })).items).toEqual([entry]);
  });

  it('counts a credit once when the wallet is opened with what was read before or after it (F55)', async () => {
    const database = await open();
    await storeOwners(database, { grantedNano: 10 });
    const { wallets, admissions } = start(database);
    const before = await wallets.read(organizationId);
    await wallets.credit({ organizationId, amountNano: 7, note: null });
    admissions.openWallet(organizationId, before);
    expect(admissions.wallet(organizationId)).toMatchObject({ grantedNano: 17, remainingNano: 17 });
    admissions.openWallet(organizationId, await start(database).wallets.read(organizationId));
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 17, remainingNano: 17 });
  });

  it('refuses amounts that are none, or too much, and leaves nothing behind', async () => {
    const database = await open();
    await storeOwners(database, { grantedNano: 1_000 });
    const { wallets } = start(database);
    const credit = (amountNano: number, id: 'org_1' | 'org_404' = organizationId) =>
      wallets.credit({ organizationId: id, amountNano, note: null });
    for (const amountNano of [0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER]) {
      await expect(credit(amountNano), String(amountNano)).rejects.toMatchObject({
        code: 'invalid_request',
        param: 'amount',
      });
    }
    await expect(credit(1, 'org_404')).rejects.toMatchObject({ code: 'not_found' });
    expect((await wallets.ledger({ organizationId, limit: 10, cursor: null })).items).toHaveLength(1);
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 1_000 });
  });

  it('adds every one of many credits at once', async () => {
    const database = await open();
    await storeOwners(database, { grantedNano: 0 });
    const { wallets } = start(database);
    await Promise.all(
      Array.from({ length: 20 }, () => wallets.credit({ organizationId, amountNano: 5, note: null })),
    );
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 100 });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('lists the ledger newest first, part by part', async () => {
    const database = await open();
    await storeOwners(database);
    const { wallets, write } = start(database);
    await write([1, 2, 3, 4].map((n) => closeRecord(n)));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof wallets.ledger>> = await wallets.ledger({
        organizationId,
        limit: 2,
        cursor,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it('finds a wallet that the ledger does not agree with', async () => {
    const database = await open();
    await storeOwners(database, { organization: 1, keys: [1] });
    await storeOwners(database, { organization: 2, keys: [2], grantedNano: 0 });
    const { wallets, write } = start(database);
    await write([closeRecord(1), closeRecord(2)]);
    expect(await wallets.checkInvariant()).toEqual([]);
    await database.db
      .updateTable('wallets')
      .set({ spent_nano: 1_999 })
      .where('organization_id', '=', 'org_1')
      .execute();
    await database.db
      .updateTable('wallets')
      .set({ granted_nano: 1 })
      .where('organization_id', '=', 'org_2')
      .execute();
    expect(await wallets.checkInvariant()).toEqual(['org_1', 'org_2']);
  });
});
