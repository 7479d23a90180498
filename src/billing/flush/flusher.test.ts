import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../../test/support/databases.ts';
import { systemClock } from '../../core/clock.ts';
import type { Database } from '../../db/index.ts';
import { openJournal } from '../journal/file-journal.ts';
import type { Journal } from '../journal/journal.ts';
import type { Place } from '../journal/places.ts';
import type { RequestRecord } from '../request-record.ts';
import { closeRecord, openRecord, refusedRecord, requestId, storeOwners } from '../testing/records.ts';
import { createFlusher, type Flusher, type FlusherOptions } from './flusher.ts';

let directory: string;
let failures: Error[];
const endings: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'turnpike-flush-'));
  failures = [];
  openings.clear();
});

afterEach(async () => {
  for (const end of endings.splice(0)) {
    await end();
  }
  await rm(directory, { recursive: true, force: true });
});

function start(
  database: Database,
  options: Partial<FlusherOptions> = {},
): { journal: Journal; flusher: Flusher } {
  const onFailure = (error: Error) => failures.push(error);
  const journal = openJournal({ directory, onFailure });
  const flusher = createFlusher({ database, journal, clock: systemClock, directory, onFailure, ...options });
  endings.push(() => flusher.stop(), journal.stop.bind(journal));
  return { journal, flusher };
}

const openings = new Map<string, Place>();
const close = (journal: Journal, ...records: readonly RequestRecord[]) =>
  Promise.all(
    records.map(
      (record) =>
        new Promise<Error | undefined>((resolve) =>
          journal.close(record, openings.get(record.id) ?? null, resolve),
        ),
    ),
  );
const open = (journal: Journal, n: number) =>
  new Promise<Error | undefined>((resolve) =>
    openings.set(requestId(n), journal.open(openRecord(n), resolve)),
  );

const one = async ({ db }: Database, table: 'wallets' | 'api_keys') =>
  db.selectFrom(table).selectAll().executeTakeFirstOrThrow();

async function counts({ db }: Database) {
  const requests = await db.selectFrom('requests').select(['id', 'state']).orderBy('id').execute();
  const attempts = await db.selectFrom('attempts').select('request_id').execute();
  const charges = await db.selectFrom('ledger_entries').selectAll().where('kind', '=', 'charge').execute();
  return { requests: requests.length, attempts: attempts.length, charges: charges.length };
}

/** A database whose next transactions fail as if it were gone. */
function unreliable(database: Database, failing: number): Database {
  let left = failing;
  return {
    ...database,
    transaction: async (work) => {
      if (left > 0) {
        left -= 1;
        throw new Error('connect ECONNREFUSED');
      }
      return database.transaction(work);
    },
  };
}

describeOnEachDatabase('createFlusher', (openDatabase) => {
  it('stores the request, its attempts, its charge and every sum in one go', async () => {
    const database = await openDatabase();
    await storeOwners(database);
    const { journal, flusher } = start(database);
    const second = closeRecord(2, { firstByteMs: 1.4, totalMs: 20.6, clientGone: true });
    await close(journal, closeRecord(1), second, refusedRecord(3));
    await flusher.flush();
    expect(await counts(database)).toEqual({ requests: 3, attempts: 2, charges: 2 });
    const row = await database.db.selectFrom('requests').selectAll().where('id', '=', requestId(2)).execute();
    expect(row).toMatchObject([
      { first_byte_ms: 1, total_ms: 21, client_gone: 1, charge_nano: 1_000, is_streaming: 1 },
    ]);
    expect(await one(database, 'wallets')).toMatchObject({ spent_nano: 2_000 });
    expect(await one(database, 'api_keys')).toMatchObject({
      quota_used_nano: 2_000,
      last_used_at: 1_760_000_000_003,
    });
    expect(await database.db.selectFrom('usage_hours').selectAll().execute()).toMatchObject([
      {
        model: 'gpt-4o-mini',
        requests: 2,
        input_tokens: 20,
        cache_read_tokens: 4,
        output_tokens: 10,
        charge_nano: 2_000,
        duration_ms: 41,
      },
    ]);
    const ledger = await database.db
      .selectFrom('ledger_entries')
      .selectAll()
      .where('kind', '=', 'charge')
      .orderBy('id')
      .execute();
    expect(ledger[0]).toMatchObject({
      id: requestId(1).replace('req_', 'led_'),
      amount_nano: -1_000,
      request_id: requestId(1),
      created_at: 1_760_000_000_021,
    });
    expect(flusher.backlog()).toBe(0);
  });

  it('works by itself, in batches of any size, for many keys and organizations', async () => {
    const database = await openDatabase();
    await storeOwners(database, { organization: 1, keys: [1, 2, 3] });
    await storeOwners(database, { organization: 2, keys: [4] });
    const { journal, flusher } = start(database, { flushEveryMs: 10, batchRecords: 100 });
    const records = Array.from({ length: 333 }, (_, n) =>
      n % 4 === 3
        ? closeRecord(n, {
            organizationId: 'org_2',
            projectId: 'proj_2',
            keyId: 'key_4',
            startedAtMs: 1_760_000_000_000 + n * 60_000,
          })
        : closeRecord(n, { keyId: `key_${(n % 4) + 1}`, model: `model-${n % 5}` }),
    );
    await close(journal, ...records);
    await expect.poll(() => flusher.backlog(), { timeout: 5_000 }).toBe(0);
    expect(await counts(database)).toEqual({ requests: 333, attempts: 333, charges: 333 });
    const wallets = await database.db
      .selectFrom('wallets')
      .select('spent_nano')
      .orderBy('organization_id')
      .execute();
    expect(wallets).toEqual([{ spent_nano: 250_000 }, { spent_nano: 83_000 }]);
    const hours = await database.db.selectFrom('usage_hours').select(['requests', 'charge_nano']).execute();
    expect(hours.reduce((sum, hour) => sum + hour.requests, 0)).toBe(333);
    expect(hours.reduce((sum, hour) => sum + hour.charge_nano, 0)).toBe(333_000);
    expect(failures).toEqual([]);
  });

  it('charges a request once, however often it comes (F16)', async () => {
    const database = await openDatabase();
    await storeOwners(database);
    const { journal, flusher } = start(database);
    await close(journal, closeRecord(1), closeRecord(2));
    await flusher.flush();
    await close(journal, closeRecord(2), closeRecord(2), closeRecord(3, { chargeNano: 5 }));
    await flusher.flush();
    expect(await counts(database)).toEqual({ requests: 3, attempts: 3, charges: 3 });
    expect(await one(database, 'wallets')).toMatchObject({ spent_nano: 2_005 });
    expect(failures).toEqual([]);
  });

  it('replays what a killed run left: closed as it was, open as interrupted, stored ones not again', async () => {
    const database = await openDatabase();
    await storeOwners(database);
    const killed = start(database, { flushEveryMs: 60_000 });
    await open(killed.journal, 1);
    await open(killed.journal, 2);
    await close(killed.journal, closeRecord(1));
    await killed.flusher.flush();
    await open(killed.journal, 3);
    await close(killed.journal, closeRecord(3));
    const { flusher } = start(database);
    expect(await flusher.replay()).toEqual({ closed: 2, interrupted: 1 });
    const rows = await database.db.selectFrom('requests').selectAll().orderBy('id').execute();
    expect(rows.map(({ id, state, charge_nano, hold_nano }) => [id, state, charge_nano, hold_nano])).toEqual([
      [requestId(1), 'settled', 1_000, 1_000_000],
      [requestId(2), 'interrupted', 0, 1_000_000],
      [requestId(3), 'settled', 1_000, 1_000_000],
    ]);
    expect(await one(database, 'wallets')).toMatchObject({ spent_nano: 2_000 });
    expect(await start(database).flusher.replay()).toEqual({ closed: 0, interrupted: 0 });
  });

  it('keeps everything while the database is away and stores it once when it is back', async () => {
    const database = await openDatabase();
    await storeOwners(database);
    const { journal, flusher } = start(unreliable(database, 2), { flushEveryMs: 5 });
    await close(journal, closeRecord(1));
    await expect.poll(() => failures.length, { timeout: 5_000 }).toBe(1);
    await close(journal, closeRecord(2));
    await expect(flusher.flush()).rejects.toThrow('ECONNREFUSED');
    expect(flusher.backlog()).toBe(2);
    await expect.poll(() => flusher.backlog(), { timeout: 5_000 }).toBe(0);
    expect(await counts(database)).toEqual({ requests: 2, attempts: 2, charges: 2 });
  });

  it('sets a record aside that the database refuses, and stores the others of its batch', async () => {
    const database = await openDatabase();
    await storeOwners(database, { grantedNano: 10_000 });
    const { journal, flusher } = start(database);
    await close(
      journal,
      closeRecord(1),
      closeRecord(2, { organizationId: 'org_404' }),
      closeRecord(3, { usage: { ...closeRecord(3).usage, inputTokens: 0.5 } }),
      closeRecord(4, { chargeNano: 50_000 }),
      closeRecord(5, { model: 'a\u0000b' }),
    );
    await flusher.flush();
    expect(await counts(database)).toEqual({ requests: 2, attempts: 2, charges: 2 });
    expect(await one(database, 'wallets')).toMatchObject({ spent_nano: 2_000 });
    const rejected = (await readFile(join(directory, 'rejected.jsonl'), 'utf8')).trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line).record.id)).toEqual([
      requestId(2),
      requestId(3),
      requestId(4),
    ]);
    expect(failures).toHaveLength(3);
    expect(flusher.backlog()).toBe(0);
  });

  it('leaves no journal file when it was flushed before the end', async () => {
    const database = await openDatabase();
    await storeOwners(database);
    const { journal, flusher } = start(database);
    await open(journal, 1);
    await close(journal, closeRecord(1));
    await flusher.flush();
    await flusher.stop();
    journal.stop();
    expect(await readdir(directory)).toEqual([]);
  });
});
