import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Database } from '../db/index.ts';
import { createTestClock } from '../limits/testing/claims.ts';
import { type Job, nextRunMs } from './job.ts';
import { createWorker } from './worker.ts';

const MINUTE_MS = 60_000;

describe('nextRunMs', () => {
  const at = (text: string): number => Date.parse(`2026-03-01T${text}Z`);

  it('is later by the interval, or at the minute of the day, today or tomorrow', () => {
    expect(nextRunMs({ everyMs: 5 }, 100)).toBe(105);
    expect(nextRunMs({ dailyAtMinute: 190 }, at('03:09:59'))).toBe(at('03:10:00'));
    expect(nextRunMs({ dailyAtMinute: 190 }, at('03:10:00'))).toBe(Date.parse('2026-03-02T03:10:00Z'));
  });
});

describeOnEachDatabase('createWorker', (open) => {
  const clock = createTestClock();

  function work(database: Database, run: Job['run'], fields: Partial<Job> = {}, leaseMs = MINUTE_MS) {
    const failures: unknown[] = [];
    const worker = createWorker({
      ...{ database, clock, leaseMs },
      jobs: [{ name: 'sweep', schedule: { everyMs: 10 * MINUTE_MS }, run, ...fields }],
      onFailure: (name, error) => failures.push([name, String(error)]),
    });
    return { worker, failures };
  }

  it('runs a job when it is due, and then when it is due again', async () => {
    const database = await open();
    let runs = 0;
    const { worker } = work(database, async () => {
      runs += 1;
    });
    await worker.runDue();
    expect(runs).toBe(0);
    for (const expected of [1, 2]) {
      clock.advance(10 * MINUTE_MS);
      await worker.runDue();
      await worker.runDue();
      expect(runs).toBe(expected);
    }
  });

  it('runs a job in one of many processes', async () => {
    const database = await open();
    let runs = 0;
    const workers = Array.from({ length: 5 }, () =>
      work(database, async () => {
        runs += 1;
      }),
    );
    await Promise.all(workers.map(({ worker }) => worker.runDue()));
    clock.advance(10 * MINUTE_MS);
    await Promise.all(workers.map(({ worker }) => worker.runDue()));
    expect(runs).toBe(1);
  });

  it('tries again soon what failed, and says so', async () => {
    const database = await open();
    let runs = 0;
    const { worker, failures } = work(database, async () => {
      runs += 1;
      if (runs === 1) {
        throw new Error('no room');
      }
    });
    await worker.runDue();
    clock.advance(10 * MINUTE_MS);
    await worker.runDue();
    const row = () => database.db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
    expect(failures).toEqual([['sweep', 'Error: no room']]);
    expect(await row()).toMatchObject({ error: 'no room', leased_until: null, succeeded_at: null });
    clock.advance(5 * MINUTE_MS);
    await worker.runDue();
    expect(await row()).toMatchObject({ error: null, succeeded_at: clock.nowMs() });
    expect(runs).toBe(2);
  });

  it('takes the job of a process that died once its lease is over, and not before', async () => {
    const database = await open();
    const dead = work(database, () => new Promise(() => undefined));
    await dead.worker.runDue();
    clock.advance(10 * MINUTE_MS);
    dead.worker.runDue().catch(() => undefined);
    let runs = 0;
    const { worker } = work(database, async () => {
      runs += 1;
    });
    await expect
      .poll(async () => (await database.db.selectFrom('jobs').selectAll().executeTakeFirst())?.leased_until)
      .not.toBeNull();
    await worker.runDue();
    expect(runs).toBe(0);
    clock.advance(MINUTE_MS);
    await worker.runDue();
    expect(runs).toBe(1);
  });

  it('keeps the lease of a job that takes long', async () => {
    const database = await open();
    const leases = async () =>
      (await database.db.selectFrom('jobs').select('leased_until').executeTakeFirst())?.leased_until ?? 0;
    const { worker } = work(
      database,
      async () => {
        const first = await leases();
        clock.advance(1);
        await expect.poll(leases).toBeGreaterThan(first);
      },
      {},
      30,
    );
    await worker.runDue();
    clock.advance(10 * MINUTE_MS);
    await worker.runDue();
    expect(await database.db.selectFrom('jobs').selectAll().executeTakeFirst()).toMatchObject({
      error: null,
    });
  });

  it('tells the job that runs to stop, and waits for it', async () => {
    const database = await open();
    let wasTold = false;
    const { worker } = work(database, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      wasTold = true;
    });
    await worker.runDue();
    clock.advance(10 * MINUTE_MS);
    const running = worker.runDue();
    await expect
      .poll(async () => (await database.db.selectFrom('jobs').selectAll().executeTakeFirst())?.leased_until)
      .not.toBeNull();
    await worker.stop();
    expect(wasTold).toBe(true);
    await running;
  });
});
