import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createBatchWriter } from '../billing/flush/batch.ts';
import type { RequestRecord } from '../billing/index.ts';
import { closeRecord, OWNER, refusedRecord, requestId, storeOwners } from '../billing/testing/records.ts';
import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { createRequestLog } from './request-log.ts';

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
});
