import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createBatchWriter } from '../billing/flush/batch.ts';
import type { RequestRecord } from '../billing/index.ts';
import { closeRecord, OWNER, refusedRecord, storeOwners } from '../billing/testing/records.ts';
import type { Clock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createUsageReports } from './usage-reports.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-03-10T12:30:00Z');
const clock: Clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 };

function at(time: string, changes: Partial<RequestRecord> = {}): RequestRecord {
  const startedAtMs = Date.parse(time);
  const id = createIds({ nowMs: () => startedAtMs, monotonicMs: () => 0 }).next('req');
  return closeRecord(0, { id, startedAtMs, ...changes });
}

async function openWith(open: () => Promise<Database>, records: readonly RequestRecord[]) {
  const database = await open();
  await storeOwners(database, { keys: [1, 2] });
  await createBatchWriter({ database, clock }).write(records);
  return createUsageReports({ database, clock });
}

describeOnEachDatabase('createUsageReports', (open) => {
  it('sums an organization by day, model and key', async () => {
    const reports = await openWith(open, [
      at('2026-03-08T23:59:00Z', { model: 'a' }),
      at('2026-03-09T00:00:00Z', { model: 'a' }),
      at('2026-03-09T10:00:00Z', { model: 'b', keyId: 'key_2', chargeNano: 5 }),
      at('2026-03-09T11:00:00Z', { model: 'b', keyId: 'key_2' }),
      { ...refusedRecord(9), startedAtMs: NOW_MS },
    ]);
    const span = { organizationId: OWNER.organizationId, fromMs: NOW_MS - 72 * HOUR_MS, toMs: NOW_MS };
    const sums = async (changes: Partial<Parameters<typeof reports.report>[0]>) =>
      (await reports.report({ ...span, groupBy: [], limit: 100, ...changes })).sums;
    const byDay = await sums({ groupBy: ['day', 'model'] });
    expect(byDay.map(({ day, model, requests, chargeNano }) => [day, model, requests, chargeNano])).toEqual([
      ['2026-03-08', 'a', 1, 1_000],
      ['2026-03-09', 'b', 2, 1_005],
      ['2026-03-09', 'a', 1, 1_000],
    ]);
    const byKey = await sums({ organizationId: null, groupBy: ['key', 'project'] });
    expect(byKey).toMatchObject([
      { day: null, model: null, keyId: 'key_1', projectId: 'proj_1', requests: 2, inputTokens: 20 },
      { keyId: 'key_2', requests: 2, cacheReadTokens: 4, outputTokens: 10 },
    ]);
    expect(await sums({})).toMatchObject([{ requests: 4, durationMs: 80 }]);
    expect(await sums({ fromMs: NOW_MS })).toEqual([]);
  });

  it('tells what a key used today, in total, in the last minute, by day and by model', async () => {
    const reports = await openWith(open, [
      at('2025-12-01T00:00:00Z', { model: 'old', totalMs: 50 }),
      at('2026-03-09T22:59:00Z'),
      at('2026-03-09T23:30:00Z', { model: 'dear', chargeNano: 9_000 }),
      at('2026-03-10T12:28:50Z'),
      at('2026-03-10T12:29:40Z'),
      at('2026-03-10T12:29:50Z', { keyId: 'key_2' }),
    ]);
    const usage = await reports.keyUsage({ keyId: OWNER.keyId, days: 3, timezone: 'Europe/Berlin' });
    // Berlin is an hour ahead: half past eleven at night in UTC is today there.
    expect(usage.today).toMatchObject({ requests: 3, chargeNano: 11_000 });
    expect(usage.total).toMatchObject({ requests: 5, inputTokens: 50, chargeNano: 13_000 });
    expect(usage.averageDurationMs).toBe(26);
    expect(usage.requestsPerMinute).toBe(1);
    expect(usage.tokensPerMinute).toBe(17);
    expect(usage.daily.map(({ date, requests }) => [date, requests])).toEqual([
      ['2026-03-08', 0],
      ['2026-03-09', 1],
      ['2026-03-10', 3],
    ]);
    expect(usage.models.map(({ model, requests }) => [model, requests])).toEqual([
      ['dear', 1],
      ['gpt-4o-mini', 3],
    ]);
    const old = await reports.keyUsage({
      ...{ keyId: OWNER.keyId, days: 1, timezone: 'UTC' },
      ...{ startMs: Date.parse('2025-12-01'), endMs: Date.parse('2025-12-02') },
    });
    expect(old.models.map(({ model }) => model)).toEqual(['old']);
    expect(old.daily).toHaveLength(1);
  });

  it('shows nothing for a key that was never used, and refuses a time zone that is none', async () => {
    const reports = await openWith(open, [at('2026-03-10T00:00:00Z')]);
    const unused = await reports.keyUsage({ keyId: 'key_2', days: 2, timezone: 'UTC' });
    expect(unused).toMatchObject({
      averageDurationMs: 0,
      requestsPerMinute: 0,
      tokensPerMinute: 0,
      models: [],
    });
    expect(unused.total.requests).toBe(0);
    await expect(
      reports.keyUsage({ keyId: 'key_2', days: 2, timezone: 'Mars/Olympus' }),
    ).rejects.toMatchObject({ code: 'invalid_request', param: 'timezone' });
  });
});
