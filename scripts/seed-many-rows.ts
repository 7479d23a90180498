import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { systemClock } from '../src/core/clock.ts';
import { type Database, openDatabase } from '../src/db/index.ts';
import { createDayRollUp } from '../src/usage/index.ts';
import { insertRequests, MADE_OF_REQUESTS } from './many-rows/statements.ts';

/**
 * Fills an empty SQLite database as a busy installation would fill it:
 * `node scripts/seed-many-rows.ts --dir /tmp/many --requests 10000000 --keys 100000`. SQLite makes the rows
 * itself, and the sums of them, because the writer of real requests would take an hour. One organization, that
 * of a reseller, has half of the keys; some keys are busy and most are not.
 */
const REQUESTS_A_PART = 250_000;
const DAY_MS = 86_400_000;
const GRANTED_NANO = 5_000_000_000_000_000;

interface Seeding {
  readonly requests: number;
  readonly keys: number;
  readonly organizations: number;
  readonly days: number;
}

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    requests: { type: 'string', default: '10000000' },
    keys: { type: 'string', default: '100000' },
    organizations: { type: 'string', default: '500' },
    days: { type: 'string', default: '90' },
  },
});
if (values.dir === undefined) {
  throw new Error('--dir names the data folder to fill');
}
const database = await openDatabase({ url: null, dataDir: values.dir });
await database.migrate();
await seed(database, {
  requests: Number(values.requests),
  keys: Number(values.keys),
  organizations: Number(values.organizations),
  days: Number(values.days),
});
await database.close();

async function seed(filled: Database, seeding: Seeding): Promise<void> {
  const { db } = filled;
  // What is lost with this machine is made again.
  await sql`pragma synchronous = off`.execute(db);
  await sql`pragma cache_size = -3000000`.execute(db);
  const indexes = await dropIndexes(filled);
  await makeOwners(filled, seeding);
  const nowMs = systemClock.nowMs();
  for (let first = 0; first < seeding.requests; first += REQUESTS_A_PART) {
    const last = Math.min(first + REQUESTS_A_PART, seeding.requests) - 1;
    const spanMs = seeding.days * DAY_MS;
    await insertRequests({
      first,
      last,
      keys: seeding.keys,
      spanMs,
      endMs: nowMs,
      all: seeding.requests,
    }).execute(db);
    process.stdout.write(`${last + 1} of ${seeding.requests} requests\n`);
  }
  for (const [name, statement] of Object.entries(MADE_OF_REQUESTS)) {
    await sql.raw(statement).execute(db);
    process.stdout.write(`${name}\n`);
  }
  for (const statement of indexes) {
    await sql.raw(statement).execute(db);
    process.stdout.write(`${statement}\n`);
  }
  const days = await createDayRollUp({ database: filled, clock: systemClock }).run();
  process.stdout.write(`${days} days summed up\n`);
}

/** Organizations with wallets and projects, and keys that a number finds. */
async function makeOwners({ db }: Database, { keys, organizations }: Seeding): Promise<void> {
  const numbers = (count: number) =>
    sql`(with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})
      select n from numbers)`;
  await sql`insert into organizations (id, name, created_at)
    select 'org_many' || n, 'Organization ' || n, 0 from ${numbers(organizations)}`.execute(db);
  await sql`insert into wallets (organization_id, granted_nano, spent_nano, updated_at)
    select 'org_many' || n, ${GRANTED_NANO}, 0, 0 from ${numbers(organizations)}`.execute(db);
  await sql`insert into projects (id, organization_id, name, mode, error_format, created_at)
    select 'proj_many' || n, 'org_many' || (n / 4), 'Project ' || n, 'credits', 'native', 0
    from ${numbers(organizations * 4)}`.execute(db);
  // A number without a declared type is not found by an index that is asked with an integer.
  await sql`create temporary table seeded_keys (n integer primary key, id text, owner integer)`.execute(db);
  await sql`insert into seeded_keys
    select n, 'key_many' || n, (case when n % 2 = 0 then 0 else 1 + (n * 7919) % ${organizations - 1} end)
    from ${numbers(keys)}`.execute(db);
  await sql`insert into api_keys (id, organization_id, project_id, type, name, lookup_hash, preview, status,
      models, tags, created_at, updated_at)
    select id, 'org_many' || owner, 'proj_many' || (owner * 4 + n % 4), 'general', 'customer ' || n,
      'hash of ' || id, 'sk-tp-…many', 'active', '[]', '{}', n, n from seeded_keys`.execute(db);
}

/** Indexes are made faster of all rows at once than row by row. Returns how to make them again. */
async function dropIndexes({ db }: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string; sql: string }>`select name, sql from sqlite_master
    where type = 'index' and sql is not null and tbl_name in ('requests', 'usage_hours')`.execute(db);
  for (const { name } of rows) {
    await sql`drop index ${sql.id(name)}`.execute(db);
  }
  return rows.map((row) => row.sql);
}
