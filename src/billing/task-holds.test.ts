import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Id } from '../core/ids.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createMemoryAdmissions } from '../limits/index.ts';
import { claimOf, createTestClock, START_MS } from '../limits/testing/claims.ts';
import { createBatchWriter } from './flush/batch.ts';
import { createTaskHolds } from './task-holds.ts';
import { closeRecord, OWNER, storeOwners } from './testing/records.ts';
import { createWallets } from './wallets.ts';

const { organizationId, keyId, projectId } = OWNER;
const TASK = 'task_1';
const MODEL = 'veo-3';

/** A process on a database: what a gateway has of money. */
async function start(database: Database) {
  const clock = createTestClock();
  const ids = createIds(clock);
  const admissions = createMemoryAdmissions({ clock });
  const holds = createTaskHolds({ database, clock, ids, admissions });
  const wallets = createWallets({ database, clock, ids, admissions });
  await holds.restore();
  const stored = await wallets.read(organizationId);
  admissions.openWallet(organizationId, stored);
  admissions.openKey({ ...OWNER, spentNano: stored.spentNano });
  const { write } = createBatchWriter({ database, clock });
  return {
    ...{ admissions, holds, wallets, write },
    /** Asks for a task; its hold is admitted and stored, or neither. */
    async hold(taskId: Id<'task'>, holdNano: number) {
      const claim = claimOf({ ...OWNER, holdNano });
      const rejection = admissions.admit(claim);
      if (rejection === null) {
        await holds.holdFor(claim, { taskId, model: MODEL }, async () => undefined);
      }
      return rejection;
    },
    async end(taskId: Id<'task'>, costNano: number) {
      const ended = await database.transaction((tx) => holds.captureHold(tx, { taskId, costNano }));
      holds.confirmEnd(ended);
      return ended;
    },
  };
}

async function opened(open: () => Promise<Database>, grantedNano = 1_000) {
  const database = await open();
  await storeOwners(database, { grantedNano });
  return { database, ...(await start(database)) };
}

describeOnEachDatabase('createTaskHolds', (open) => {
  it('holds, captures the cost and gives the rest back, in memory and in the database', async () => {
    const { database, admissions, hold, end, wallets } = await opened(open);
    expect(await hold(TASK, 600)).toBeNull();
    const held = { grantedNano: 1_000, heldNano: 600, spentNano: 0, remainingNano: 400 };
    expect(admissions.wallet(organizationId)).toEqual(held);
    expect(admissions.key(keyId)).toEqual({ heldNano: 600, spentNano: 0, inFlight: 0, waiting: 0 });
    expect(await (await start(database)).wallets.read(organizationId)).toEqual(held);

    const ended = { taskId: TASK, chargeNano: 250, releasedNano: 350, uncollectedNano: 0 };
    expect(await end(TASK, 250)).toEqual(ended);
    const left = { grantedNano: 1_000, heldNano: 0, spentNano: 250, remainingNano: 750 };
    expect(admissions.wallet(organizationId)).toEqual(left);
    expect(admissions.key(keyId)).toMatchObject({ heldNano: 0, spentNano: 250 });
    expect(await (await start(database)).wallets.read(organizationId)).toEqual(left);

    const { items } = await wallets.ledger({ organizationId, limit: 10, cursor: null });
    expect(items.slice(0, 3).map((entry) => [entry.idempotencyKey, entry.amountNano])).toEqual([
      [`${TASK}:capture`, -250],
      [`${TASK}:release`, 600],
      [`${TASK}:hold`, -600],
    ]);
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('counts the charge in the sums of the hour, and for the key', async () => {
    const { database, hold, end } = await opened(open);
    await hold(TASK, 600);
    await hold('task_2', 300);
    await end(TASK, 250);
    await end('task_2', 100);
    const hours = await database.db.selectFrom('usage_hours').selectAll().execute();
    expect(hours).toHaveLength(1);
    expect(hours[0]).toMatchObject({
      ...{ key_id: keyId, project_id: projectId, model: MODEL, charge_nano: 350, requests: 0 },
      hour_start: START_MS - (START_MS % 3_600_000),
    });
    const key = await database.db.selectFrom('api_keys').select('quota_used_nano').executeTakeFirstOrThrow();
    expect(key.quota_used_nano).toBe(350);
  });

  it('ends a hold once, whoever comes how often and at the same time', async () => {
    const { database, holds, hold, wallets } = await opened(open);
    await hold(TASK, 600);
    const endings = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        database.transaction((tx) =>
          n % 2 === 0 ? holds.releaseHold(tx, TASK) : holds.captureHold(tx, { taskId: TASK, costNano: 600 }),
        ),
      ),
    );
    const ended = endings.filter((end) => end !== null);
    expect(ended).toHaveLength(1);
    for (const end of endings) {
      holds.confirmEnd(end);
    }
    expect(await wallets.read(organizationId)).toMatchObject({
      heldNano: 0,
      spentNano: ended[0]?.chargeNano,
    });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('charges no more than was held', async () => {
    const { admissions, hold, end } = await opened(open);
    await hold(TASK, 600);
    expect(await end(TASK, 700)).toMatchObject({ chargeNano: 600, releasedNano: 0, uncollectedNano: 100 });
    expect(admissions.wallet(organizationId)).toMatchObject({ spentNano: 600, remainingNano: 400 });
  });

  it('leaves nothing held when the transaction fails, or a task is held for twice', async () => {
    const { database, admissions, holds, hold, wallets } = await opened(open);
    const claim = claimOf({ ...OWNER, holdNano: 600 });
    admissions.admit(claim);
    const failing = holds.holdFor(claim, { taskId: TASK, model: MODEL }, async () => {
      throw new Error('no room for a task');
    });
    await expect(failing).rejects.toThrow('no room for a task');
    expect(await wallets.read(organizationId)).toMatchObject({ heldNano: 0, remainingNano: 1_000 });
    await hold(TASK, 300);
    await expect(
      database.transaction((tx) =>
        holds.holdInWallet(tx, { ...OWNER, taskId: TASK, model: MODEL, startedAtMs: 0, holdNano: 300 }),
      ),
    ).rejects.toThrow();
    expect(await (await start(database)).wallets.read(organizationId)).toMatchObject({ heldNano: 300 });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('refuses in the database what the wallet has not, were it not asked in memory first', async () => {
    const { database, holds } = await opened(open);
    const hold = { ...OWNER, model: MODEL, startedAtMs: 0, holdNano: 400 };
    const taken = await Promise.allSettled(
      (['task_1', 'task_2', 'task_3', 'task_4'] as const).map((taskId) =>
        database.transaction((tx) => holds.holdInWallet(tx, { ...hold, taskId })),
      ),
    );
    const refused = taken.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ code: 'insufficient_credits' });
  });

  it('admits at most what there is, of tasks and requests at the same time (F1)', async () => {
    const { admissions, hold, wallets, write } = await opened(open, 10_000);
    let admitted = 0;
    const requests: Promise<void>[] = [];
    for (let n = 0; n < 40; n += 1) {
      const claim = claimOf({ ...OWNER, holdNano: 1_000 });
      requests.push(
        n % 2 === 0
          ? hold(`task_${n}`, 1_000).then((rejection) => {
              admitted += rejection === null ? 1 : 0;
            })
          : Promise.resolve().then(async () => {
              if (admissions.admit(claim) === null) {
                admitted += 1;
                await write([closeRecord(n, { chargeNano: admissions.settle(claim, 1_000, 0).chargeNano })]);
              }
            }),
      );
    }
    await Promise.all(requests);
    expect(admitted).toBe(10);
    expect(await wallets.read(organizationId)).toMatchObject({ remainingNano: 0 });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('knows the holds of the run before: of the wallet, the key, the project and the windows', async () => {
    const { database, hold } = await opened(open);
    await hold(TASK, 600);
    const next = await start(database);
    expect(next.admissions.key(keyId)).toMatchObject({ heldNano: 600, inFlight: 0 });
    const ask = (fields: Parameters<typeof claimOf>[0]) =>
      next.admissions.admit(claimOf({ ...OWNER, holdNano: 100, ...fields }));
    next.admissions.countMonth(projectId);
    next.admissions.countHours(keyId);
    expect(ask({ holdNano: 401 })).toMatchObject({ limit: 'wallet', left: 400, held: 600 });
    expect(ask({ quotaNano: 650 })).toMatchObject({ limit: 'quota', left: 50, held: 600 });
    expect(ask({ budgetNano: 650 })).toMatchObject({ limit: 'budget', left: 50, held: 600 });
    expect(ask({ windowsNano: { '1d': 650 } })).toMatchObject({ limit: '1d', left: 50, held: 600 });
    await next.end(TASK, 500);
    expect(next.admissions.wallet(organizationId)).toMatchObject({ heldNano: 0, spentNano: 500 });
    expect(ask({ budgetNano: 599 })).toMatchObject({ limit: 'budget', left: 99 });
    expect(ask({ windowsNano: { '5h': 599 } })).toMatchObject({ limit: '5h', left: 99 });
  });

  it('moves no money for what is free, and still ends once', async () => {
    const { hold, end, wallets } = await opened(open, 0);
    expect(await hold(TASK, 0)).toBeNull();
    expect([await end(TASK, 0), await end(TASK, 0)]).toEqual([
      { taskId: TASK, chargeNano: 0, releasedNano: 0, uncollectedNano: 0 },
      null,
    ]);
    expect((await wallets.ledger({ organizationId, limit: 10, cursor: null })).items).toEqual([]);
  });

  it('keeps granted = remaining + held + spent, whatever happens in whatever order', async () => {
    const { database, admissions, hold, end, wallets, write } = await opened(open, 0);
    let names = 0;
    const anyStep = fc.record({
      kind: fc.constantFrom('credit', 'task', 'task', 'end', 'end', 'request'),
      amount: fc.nat(400),
      which: fc.nat(20),
    });
    const run = async (steps: readonly { kind: string; amount: number; which: number }[]) => {
      const running: Id<'task'>[] = [];
      for (const { kind, amount, which } of steps) {
        names += 1;
        if (kind === 'credit' && amount > 0) {
          await wallets.credit({ organizationId, amountNano: amount, note: null });
        } else if (kind === 'task') {
          if ((await hold(`task_${names}`, amount)) === null) {
            running.push(`task_${names}`);
          }
        } else if (kind === 'end' && running.length > 0) {
          const [taskId = TASK] = running.splice(which % running.length, 1);
          await end(taskId, amount);
        } else if (kind === 'request') {
          const claim = claimOf({ ...OWNER, holdNano: amount });
          if (admissions.admit(claim) === null) {
            await write([closeRecord(names, { ...admissions.settle(claim, which * 10, 0) })]);
          }
        }
      }
      expect(await wallets.checkInvariant()).toEqual([]);
      const inMemory = admissions.wallet(organizationId);
      expect(await (await start(database)).wallets.read(organizationId)).toEqual(inMemory);
    };
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25 }), run), {
      numRuns: 8,
    });
  });
});
