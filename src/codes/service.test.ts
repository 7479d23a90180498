import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createWallets } from '../billing/index.ts';
import { OWNER, storeOwners } from '../billing/testing/records.ts';
import { createIds } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import { createSecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import { createMemoryAdmissions } from '../limits/index.ts';
import { createTestClock } from '../limits/testing/claims.ts';
import { generateCode, readCode } from './code-format.ts';
import { createCodeService, type NewBatch } from './service.ts';

const { organizationId } = OWNER;

async function opened(open: () => Promise<Database>) {
  const database = await open();
  await storeOwners(database, { grantedNano: 0 });
  const clock = createTestClock();
  const ids = createIds(clock);
  const box = createSecretBox(new Secret('a master key of thirty-two bytes!'));
  const admissions = createMemoryAdmissions({ clock });
  const wallets = createWallets({ database, clock, ids, admissions });
  const codes = createCodeService({ database, clock, ids, box, wallets });
  const make = (fields: Partial<NewBatch> = {}) =>
    codes.create({ name: 'spring', amountNano: 50, count: 3, expiresAtMs: null, createdBy: 'op', ...fields });
  const redeem = (typed: string) => codes.redeem({ organizationId, typed, by: 'ann@example.com' });
  return { database, clock, wallets, codes, make, redeem };
}

describe('codes as text', () => {
  it('are read as people type them', () => {
    const code = generateCode().reveal();
    expect(code).toMatch(/^TPC(-[0-9A-HJKMNP-TV-Z]{5}){4}$/);
    expect(readCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)?.reveal()).toBe(code);
    expect(readCode('tpc-oOlIi-00000-00000-00000')?.reveal()).toBe('TPC-00111-00000-00000-00000');
    for (const wrong of [
      '',
      'TPC',
      code.slice(1),
      `${code}0`,
      code.replace('TPC', 'XYZ'),
      `${code.slice(0, -1)}U`,
    ]) {
      expect(readCode(wrong), wrong).toBeNull();
    }
  });
});

describeOnEachDatabase('createCodeService', (open) => {
  it('turns a code into credit', async () => {
    const { wallets, codes, make, redeem } = await opened(open);
    const { batch, codes: made } = await make();
    const [first] = made;
    const code = first?.code.reveal() ?? '';
    expect(await redeem(code)).toMatchObject({ kind: 'redeem', amountNano: 50, sourceId: first?.id });
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 50, remainingNano: 50 });
    expect(await codes.getBatch(batch.id)).toMatchObject({ count: 3, redeemed: 1, disabled: 0 });
    expect(await codes.get(first?.id ?? 'code_')).toMatchObject({
      ...{ status: 'redeemed', organizationId, redeemedBy: 'ann@example.com', last4: code.slice(-4) },
    });
    await expect(redeem(code)).rejects.toMatchObject({ code: 'conflict', param: 'code' });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('credits once when a code comes a hundred times at once', async () => {
    const { wallets, make, redeem } = await opened(open);
    const code = (await make()).codes[0]?.code.reveal() ?? '';
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => redeem(code)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 50 });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('refuses what is unknown, expired or disabled, and takes it again when it is enabled', async () => {
    const { clock, wallets, codes, make, redeem } = await opened(open);
    await expect(redeem('TPC-00000-00000-00000-00000')).rejects.toMatchObject({ code: 'not_found' });
    await expect(redeem('hello')).rejects.toMatchObject({ code: 'not_found' });
    const { batch, codes: made } = await make({ expiresAtMs: clock.nowMs() + 1_000 });
    const [a, b] = made.map(({ code }) => code.reveal());
    await codes.setBatchStatus(batch.id, 'disabled');
    await expect(redeem(a ?? '')).rejects.toMatchObject({ message: 'This code was disabled' });
    await codes.setStatus(made[0]?.id ?? 'code_', 'active');
    await redeem(a ?? '');
    await expect(codes.setStatus(made[0]?.id ?? 'code_', 'disabled')).rejects.toMatchObject({
      code: 'conflict',
    });
    await codes.setBatchStatus(batch.id, 'active');
    clock.advance(1_000);
    await expect(redeem(b ?? '')).rejects.toMatchObject({ message: 'This code has expired' });
    expect(await wallets.read(organizationId)).toMatchObject({ grantedNano: 50 });
  });

  it('lists by batch and status, part by part, and shows strings again to whoever exports', async () => {
    const { clock, codes, make, redeem } = await opened(open);
    const { batch, codes: made } = await make({ expiresAtMs: clock.nowMs() + 1_000 });
    await make({ name: 'other', count: 2 });
    await redeem(made[0]?.code.reveal() ?? '');
    await codes.setStatus(made[1]?.id ?? 'code_', 'disabled');
    const list = async (query: object) =>
      (await codes.list({ limit: 10, cursor: null, ...query })).items.map(({ id }) => id);
    expect(await list({ batchId: batch.id })).toEqual(made.map(({ id }) => id).reverse());
    expect(await list({ status: 'redeemed' })).toEqual([made[0]?.id]);
    expect(await list({ status: 'active' })).toHaveLength(3);
    const revealed = await codes.reveal(batch.id);
    expect(revealed.map(({ code }) => code.reveal())).toEqual([made[2]?.code.reveal()]);
    clock.advance(1_000);
    expect(await list({ status: 'expired' })).toEqual([made[2]?.id]);
    const first = await codes.list({ limit: 3, cursor: null });
    const rest = await codes.list({ limit: 3, cursor: first.nextCursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 2, null]);
    expect((await codes.listBatches({ limit: 1, cursor: null })).items).toMatchObject([{ name: 'other' }]);
  });

  it('stores nothing that can be redeemed', async () => {
    const { database, make } = await opened(open);
    const { codes: made } = await make();
    const rows = JSON.stringify(await database.db.selectFrom('redeem_codes').selectAll().execute());
    for (const { code } of made) {
      expect(rows).not.toContain(code.reveal());
      expect(rows).not.toContain(code.reveal().slice(4, 15));
    }
  });

  it('refuses batches of nothing, too many or the past, and names that are taken', async () => {
    const { clock, make } = await opened(open);
    for (const [fields, param] of [
      [{ amountNano: 0 }, 'amount'],
      [{ count: 0 }, 'count'],
      [{ count: 1_001 }, 'count'],
      [{ expiresAtMs: clock.nowMs() }, 'expires_at'],
    ] as const) {
      await expect(make(fields)).rejects.toMatchObject({ code: 'invalid_request', param });
    }
    await make();
    await expect(make()).rejects.toMatchObject({ code: 'conflict', param: 'name' });
  });
});
