import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createBatchWriter } from '../billing/flush/batch.ts';
import type { RequestRecord } from '../billing/index.ts';
import { closeRecord, OWNER, refusedRecord, storeOwners } from '../billing/testing/records.ts';
import { createIds } from '../core/ids.ts';
import { createDayRollUp } from './day-roll-up.ts';
import type { UsageGrouping } from './usage-query.ts';
import { createUsageReports } from './usage-reports.ts';

const HOUR_MS = 3_600_000;

describeOnEachDatabase('createDayRollUp', (open) => {
  const world = async () => {
    const database = await open();
    const time = { ms: Date.parse('2026-03-10T03:00:00Z') };
    const clock = { nowMs: () => time.ms, monotonicMs: () => 0 };
    await storeOwners(database, { keys: [1, 2] });
    const writer = createBatchWriter({ database, clock });
    const reports = createUsageReports({ database, clock });
    const store = (at: string, changes: Partial<RequestRecord> = {}) => {
      const startedAtMs = Date.parse(at);
      const id = createIds({ nowMs: () => startedAtMs, monotonicMs: () => 0 }).next('req');
      return writer.write([closeRecord(0, { id, startedAtMs, ...changes })]);
    };
    const report = async (groupBy: UsageGrouping[], from = '2026-03-08T00:00:00Z', organizationId = true) => {
      const { sums } = await reports.report({
        ...{ organizationId: organizationId ? OWNER.organizationId : null, groupBy, limit: 100 },
        ...{ fromMs: Date.parse(from), toMs: time.ms + HOUR_MS },
      });
      return sums.map((sum) => [sum.day, sum.keyId ?? sum.organizationId, sum.requests, sum.chargeNano]);
    };
    return { database, time, roll: createDayRollUp({ database, clock }), store, report };
  };

  it('changes no report, and reads whole days from then on', async () => {
    const { database, roll, store, report, time } = await world();
    await store('2026-03-08T00:00:00Z');
    await store('2026-03-08T23:59:59Z', { keyId: 'key_2', chargeNano: 7 });
    await store('2026-03-09T12:00:00Z', { model: 'another' });
    await store('2026-03-10T02:59:00Z');
    await createBatchWriter({ database, clock: { nowMs: () => time.ms, monotonicMs: () => 0 } }).write([
      refusedRecord(1),
    ]);
    const questions = () =>
      Promise.all([
        report(['day', 'key']),
        report(['key'], '2026-03-08T12:00:00Z'),
        report(['day', 'organization'], '2026-03-08T00:00:00Z', false),
        report(['key', 'project'], '2026-03-08T00:00:00Z', false),
      ]);
    const before = await questions();
    expect(before[0]).toEqual([
      ['2026-03-08', 'key_1', 1, 1_000],
      ['2026-03-08', 'key_2', 1, 7],
      ['2026-03-09', 'key_1', 1, 1_000],
      ['2026-03-10', 'key_1', 1, 1_000],
    ]);
    expect(await roll.run()).toBe(2);
    expect(await roll.run()).toBe(0);
    expect(await questions()).toEqual(before);
    // What was summed up is not read again by the hour.
    await database.db.deleteFrom('usage_hours').where('hour_start', '<', Date.parse('2026-03-10')).execute();
    expect((await questions())[0]).toEqual(before[0]);
  });

  it('sums a day up again that a late request was added to, and waits until a day is over', async () => {
    const { roll, store, report, time } = await world();
    await store('2026-03-08T10:00:00Z');
    expect(await roll.run()).toBe(1);
    // Replayed from a journal that lay around for a day.
    await store('2026-03-08T10:00:00Z', { keyId: 'key_2' });
    const both = [
      ['2026-03-08', 'key_1', 1, 1_000],
      ['2026-03-08', 'key_2', 1, 1_000],
    ];
    expect(await report(['day', 'key'])).toEqual(both);
    expect(await roll.run()).toBe(1);
    expect(await report(['day', 'key'])).toEqual(both);
    await store('2026-03-09T10:00:00Z');
    time.ms = Date.parse('2026-03-10T01:59:59Z');
    expect(await roll.run()).toBe(0);
    time.ms += 1_000;
    expect(await roll.run({ mostDays: 1 })).toBe(1);
  });
});
