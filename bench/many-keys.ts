import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../src/config/index.ts';
import { systemClock } from '../src/core/clock.ts';
import { createIds } from '../src/core/ids.ts';
import { Secret } from '../src/core/secret.ts';
import { createSecretBox, type SecretBox } from '../src/core/secret-box.ts';
import { type Database, openDatabase } from '../src/db/index.ts';
import { createKeyAccess } from '../src/keys/index.ts';
import { startTurnpike } from '../src/main.ts';
import { median } from './stats.ts';

/** What many keys in a database cost. */
export interface ManyKeys {
  readonly keys: number;
  /** From the settings to listening. */
  readonly startMs: number;
  /** A look-up of one of ten keys that are used, while no other is warm, and while all of them are. */
  readonly tenAloneNs: number;
  readonly tenAmongAllNs: number;
  /** The same over all of them in a scattered order, which also waits for memory. */
  readonly scatteredNs: number;
  readonly coldMs: number;
  readonly queriesPerColdKey: number;
  readonly queriesPerUnknownKey: number;
  /** Queries of unknown keys from an address that has presented too many already. */
  readonly queriesOfFlood: number;
}

const MASTER_KEY = 'the-master-key-of-the-bench-of-keys';
const SAMPLE = 1_000;
const WARM_LOOKUPS = 200_000;
const PATIENCE = 60;

/** Fills an embedded database with keys, starts a gateway over it, and looks keys up. */
export async function measureManyKeys(count: number): Promise<ManyKeys> {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnpike-keys-'));
  const location = { url: null, dataDir };
  try {
    const database = await openDatabase(location);
    await database.migrate();
    const box = createSecretBox(new Secret(MASTER_KEY));
    const values = await fill(database, box, count);
    await database.close();
    const startMs = await timeOfStart(dataDir);
    const opened = await openDatabase(location);
    const lookUps = await measureLookUps(opened, box, values);
    await opened.close();
    return { keys: count, startMs, ...lookUps };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function timeOfStart(dataDir: string): Promise<number> {
  const quiet = { LOG_LEVEL: 'silent', METRICS_PORT: 'off', PORT: '0' };
  const settings = loadSettings({
    env: { DATA_DIR: dataDir, TURNPIKE_SECRET_KEY: MASTER_KEY, ...quiet },
    flags: {},
  });
  const startedMs = performance.now();
  const running = await startTurnpike(settings);
  const startMs = performance.now() - startedMs;
  await running.close();
  return startMs;
}

async function measureLookUps(database: Database, box: SecretBox, values: readonly string[]) {
  const watched = countQueries(database);
  const access = createKeyAccess({
    database: watched.database,
    box,
    clock: systemClock,
    onLoad: () => undefined,
    bounds: { failuresPerAddress: PATIENCE },
  });
  const find = async (value: string, from = '203.0.113.1') => access.find(value, from);
  const ten = values.slice(0, 10);
  for (const value of ten) await find(value);
  const tenAloneNs = timeOfWarm(access, ten);

  const sample = values.slice(10, 10 + SAMPLE);
  watched.reset();
  const coldStartMs = performance.now();
  for (const value of sample) await find(value);
  const coldMs = (performance.now() - coldStartMs) / sample.length;
  const queriesPerColdKey = watched.queries() / sample.length;
  for (const value of values) await find(value);
  const tenAmongAllNs = timeOfWarm(access, ten);
  const scatteredNs = timeOfWarm(access, values);

  watched.reset();
  for (let at = 0; at < PATIENCE; at += 1) await find(unknown(at), '203.0.113.2');
  const queriesPerUnknownKey = watched.queries() / PATIENCE;
  watched.reset();
  await Promise.all(Array.from({ length: 1_000 }, (_, at) => find(unknown(PATIENCE + at), '203.0.113.2')));
  return {
    tenAloneNs,
    tenAmongAllNs,
    scatteredNs,
    coldMs,
    queriesPerColdKey,
    queriesPerUnknownKey,
    queriesOfFlood: watched.queries(),
  };
}

/** The median of ten rounds, in nanoseconds a look-up; the keys are asked for in a scattered order. */
function timeOfWarm(access: ReturnType<typeof createKeyAccess>, values: readonly string[]): number {
  const rounds = Array.from({ length: 10 }, () => {
    const startedMs = performance.now();
    for (let at = 0; at < WARM_LOOKUPS / 10; at += 1) {
      access.find(values[(at * 7_919) % values.length] ?? '', '203.0.113.1');
    }
    return ((performance.now() - startedMs) * 1e6) / (WARM_LOOKUPS / 10);
  });
  return median(rounds);
}

function countQueries(database: Database) {
  let queries = 0;
  const db = database.db.withPlugin({
    transformQuery: (args) => {
      queries += 1;
      return args.node;
    },
    transformResult: async (args) => args.result,
  });
  return {
    database: { ...database, db },
    queries: () => queries,
    reset() {
      queries = 0;
    },
  };
}

/** Keys as a service would store them, in one transaction; returns their strings. */
async function fill(database: Database, box: SecretBox, count: number): Promise<string[]> {
  const ids = createIds(systemClock);
  const [organization, project, group] = [ids.next('org'), ids.next('proj'), ids.next('grp')];
  const times = { created_at: 1, updated_at: 1 };
  const values = Array.from({ length: count }, (_, at) => `bench-key-${String(at).padStart(10, '0')}`);
  await database.transaction(async (tx) => {
    await tx
      .insertInto('organizations')
      .values({ id: organization, name: 'Default', created_at: 1 })
      .execute();
    const wallet = { organization_id: organization, granted_nano: 1, spent_nano: 0, updated_at: 1 };
    await tx.insertInto('wallets').values(wallet).execute();
    const settings = { mode: 'credits', error_format: 'native', created_at: 1 } as const;
    await tx
      .insertInto('projects')
      .values({ id: project, organization_id: organization, name: 'Default', ...settings })
      .execute();
    await tx
      .insertInto('groups')
      .values({
        id: group,
        name: 'default',
        platforms: '["openai"]',
        multiplier_ppm: 1e6,
        translate: 1,
        ...times,
      })
      .execute();
    for (let from = 0; from < count; from += 500) {
      const rows = values.slice(from, from + 500).map((value) => ({
        id: ids.next('key'),
        organization_id: organization,
        project_id: project,
        group_id: group,
        type: 'general' as const,
        name: value,
        lookup_hash: box.lookupHash(value),
        preview: 'ben…0000',
        status: 'active' as const,
        models: '[]',
        tags: '{}',
        ...times,
      }));
      await tx.insertInto('api_keys').values(rows).execute();
    }
  });
  return values;
}

function unknown(at: number): string {
  return `nobody-has-the-key-${at}`;
}
