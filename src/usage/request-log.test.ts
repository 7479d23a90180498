import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createBatchWriter } from '../billing/flush/batch.ts';
import type { RequestRecord } from '../billing/index.ts';
import { closeRecord, OWNER, refusedRecord, requestId, storeOwners } from '../billing/testing/records.ts';
import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createRequestLog } from './request-log.ts';
import { createRequestRetention } from './request-retention.ts';

const DAY_MS = 86_400_000;

async function store(database: Database, records: readonly RequestRecord[]): Promise<void> {
  await createBatchWriter({ database, clock: systemClock }).write(records);
}

describeOnEachDatabase('createRequestLog', (open) => {
  it('gives a request back as it was recorded, with its attempts', async () => {
    const database = await open();
    await storeOwners(database);
    const [attempt] = closeRecord(1).attempts;
    const failed = { ...attempt, status: 'failed', upstreamStatus: 503, firstByteMs: null } as const;
    const record = closeRecord(1, {
      attempts: attempt === undefined ? [] : [{ ...attempt, ...failed }, attempt],
    });
    await store(database, [record, refusedRecord(2)]);
    const log = createRequestLog({ database });
    expect(await log.get(requestId(1))).toEqual(record);
    expect(await log.get(requestId(2))).toEqual(refusedRecord(2));
    expect(await log.get(requestId(3))).toBeNull();
  });

  it('lists newest first, part by part', async () => {
    const database = await open();
    await storeOwners(database);
    await store(
      database,
      [1, 2, 3, 4, 5].map((n) => closeRecord(n)),
    );
    const log = createRequestLog({ database });
    const first = await log.list({ organizationId: OWNER.organizationId, limit: 2, cursor: null });
    expect(first.items.map(({ id }) => id)).toEqual([requestId(5), requestId(4)]);
    const second = await log.list({ organizationId: null, limit: 3, cursor: first.nextCursor });
    expect(second.items.map(({ id }) => id)).toEqual([requestId(3), requestId(2), requestId(1)]);
    expect(second.nextCursor).toBeNull();
    expect(second.items[0]).not.toHaveProperty('attempts');
  });

  it('filters by organization, key, model, state and time', async () => {
    const database = await open();
    await storeOwners(database, { keys: [1, 2] });
    const startMs = 1_760_000_000_000;
    let nowMs = startMs;
    const ids = createIds({ nowMs: () => nowMs, monotonicMs: () => 0 });
    const at = (days: number, changes: Partial<RequestRecord>): RequestRecord => {
      nowMs = startMs + days * DAY_MS;
      return closeRecord(0, { id: ids.next('req'), startedAtMs: nowMs, ...changes });
    };
    const records = [
      at(0, { model: 'a' }),
      at(1, { model: 'b', keyId: 'key_2' }),
      at(2, { model: 'b', state: 'failed', chargeNano: 0 }),
    ];
    await store(database, records);
    const log = createRequestLog({ database });
    const found = async (filter: object) => {
      const page = await log.list({
        organizationId: OWNER.organizationId,
        limit: 10,
        cursor: null,
        ...filter,
      });
      return page.items.map(({ id }) => records.findIndex((record) => record.id === id));
    };
    expect(await found({})).toEqual([2, 1, 0]);
    expect(await found({ organizationId: 'org_2' })).toEqual([]);
    expect(await found({ keyId: 'key_2' })).toEqual([1]);
    expect(await found({ model: 'b', keyId: null })).toEqual([2, 1]);
    expect(await found({ state: 'failed' })).toEqual([2]);
    expect(await found({ fromMs: startMs + DAY_MS })).toEqual([2, 1]);
    expect(await found({ toMs: startMs + DAY_MS })).toEqual([0]);
    expect(await found({ fromMs: startMs + 1, toMs: startMs + DAY_MS + 1 })).toEqual([1]);
  });

  it('filters by what no index finds, part by part and never more than so many requests at once', async () => {
    const database = await open();
    await storeOwners(database, { keys: [1, 2] });
    const [attempt] = closeRecord(1).attempts;
    const elsewhere = attempt === undefined ? [] : [{ ...attempt, channelId: 'chan_2' as const }, attempt];
    const rare = {
      model: 'rare',
      projectId: 'proj_2' as const,
      operation: 'embeddings',
      attempts: elsewhere,
    };
    await store(database, [
      ...Array.from({ length: 10 }, (_, n) => closeRecord(n, n % 5 === 1 ? rare : {})),
      closeRecord(10, { state: 'failed', status: 503, errorCode: 'upstream_failed', keyId: 'key_2' }),
      refusedRecord(11),
    ]);
    const log = createRequestLog({ database, mostScanned: 4 });
    const all = async (filter: object) => {
      const numbers: number[] = [];
      let cursor: string | null = null;
      let parts = 0;
      do {
        const page = await log.list({ organizationId: null, limit: 3, ...filter, cursor });
        numbers.push(...page.items.map(({ id }) => Number(id.slice(4))));
        cursor = page.nextCursor;
        parts += 1;
      } while (cursor !== null);
      return [numbers, parts];
    };
    for (const filter of [{ model: 'rare' }, { projectId: 'proj_2' }, { operation: 'embeddings' }]) {
      expect(await all(filter)).toEqual([[6, 1], 4]);
      expect(await all({ ...filter, organizationId: 'org_1', keyId: 'key_1' })).toEqual([[6, 1], 3]);
    }
    expect(await all({ channelId: 'chan_2' })).toEqual([[6, 1], 4]);
    expect(await all({ statuses: [500, 599] })).toEqual([[10], 4]);
    expect(await all({ state: 'settled', keyId: 'key_2' })).toEqual([[], 1]);
    // What has an index comes at once.
    expect(await all({ errorCode: 'upstream_failed' })).toEqual([[10], 1]);
    expect(await all({ state: 'refused' })).toEqual([[11], 1]);
    expect(await all({ id: requestId(6) })).toEqual([[6], 1]);
    expect(await all({ errorCode: 'upstream_failed', organizationId: 'org_2' })).toEqual([[], 1]);
  });

  it('removes requests with their attempts once they were kept long enough, and no others', async () => {
    const database = await open();
    await storeOwners(database);
    const day = (n: number) => Date.parse('2026-03-01T00:00:00Z') + n * DAY_MS;
    const kept = [0, 1, 30].map((n) =>
      closeRecord(0, {
        startedAtMs: day(n),
        id: createIds({ nowMs: () => day(n), monotonicMs: () => 0 }).next('req'),
      }),
    );
    await store(database, kept);
    const clock = { nowMs: () => day(31) + DAY_MS / 2, monotonicMs: () => 0 };
    expect(await createRequestRetention({ database, clock, retentionDays: 0 }).removeSome()).toBe(false);
    const { removeSome } = createRequestRetention({ database, clock, retentionDays: 30 });
    expect(await removeSome()).toBe(false);
    const log = createRequestLog({ database });
    const left = await log.list({ organizationId: null, limit: 10, cursor: null });
    expect(left.items.map(({ id }) => id)).toEqual([kept[2]?.id]);
    const attempts = await database.db.selectFrom('attempts').select('request_id').execute();
    expect(attempts).toEqual([{ request_id: kept[2]?.id }]);
    // Money and sums stay.
    const sums = await database.db.selectFrom('usage_hours').select('requests').execute();
    expect(sums).toHaveLength(3);
  });
});
