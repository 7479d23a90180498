import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { systemClock } from '../core/clock.ts';
import { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import { createKeyAccess, type KeyAccessDeps } from './access.ts';
import type { StoredAccess } from './access-store.ts';
import { generateApiKey } from './key-format.ts';
import { createKeyWorld } from './testing/key-world.ts';

const ADDRESS = '203.0.113.9';

/** Counts the queries of a database, and can hold them back. */
function watched(database: Database) {
  const watch = { queries: 0, gate: Promise.resolve() };
  const db = database.db.withPlugin({
    transformQuery: (args) => {
      watch.queries += 1;
      return args.node;
    },
    transformResult: async (args) => {
      await watch.gate;
      return args.result;
    },
  });
  return { watch, database: { ...database, db } };
}

async function createFinder(database: Database, options: Pick<KeyAccessDeps, 'bounds'> = {}) {
  const { watch, database: observed } = watched(database);
  const world = await createKeyWorld(database);
  const time = { ms: 1000 };
  const loaded: StoredAccess[] = [];
  const access = createKeyAccess({
    database: observed,
    box: world.box,
    clock: { nowMs: systemClock.nowMs, monotonicMs: () => time.ms },
    onLoad: async (_, stored) => {
      loaded.push(stored);
    },
    ...options,
  });
  return { ...world, access, watch, time, loaded };
}

function unknownKey(): string {
  return generateApiKey('general').reveal();
}

describeOnEachDatabase('createKeyAccess', (openNew) => {
  // Every test has an organization of its own in the one database.
  let opened: Promise<Database> | undefined;
  const open = () => {
    opened ??= openNew();
    return opened;
  };

  it('reads a key once and gives it at once from then on', async () => {
    const world = await createFinder(await open());
    const { key, secret } = await world.keys.create(world.general);
    const cold = world.access.find(secret.reveal(), ADDRESS);
    expect(cold).toBeInstanceOf(Promise);
    const access = await cold;
    expect(access).toMatchObject({ key, errorFormat: 'flat', worksUntilMs: null });
    expect(world.access.find(secret.reveal(), ADDRESS)).toBe(access);
    expect(world.watch.queries).toBe(1);
    expect(world.loaded.map((stored) => stored.wallet)).toEqual([
      { grantedNano: 10, spentNano: 3, heldNano: 2 },
    ]);
  });

  it('asks once for many requests at once, and does not count them as failures', async () => {
    const world = await createFinder(await open(), { bounds: { failuresPerAddress: 1 } });
    const { key, secret } = await world.keys.create(world.general);
    const found = await Promise.all(
      Array.from({ length: 50 }, () => world.access.find(secret.reveal(), ADDRESS)),
    );
    expect(found.every((access) => typeof access === 'object' && access.key.id === key.id)).toBe(true);
    expect(world.watch.queries).toBe(1);
  });

  it('refuses a malformed key without a query', async () => {
    const world = await createFinder(await open());
    expect(world.access.find(`sk-tp-${'a'.repeat(49)}`, ADDRESS)).toBe('invalid_api_key');
    expect(world.access.find('short', ADDRESS)).toBe('invalid_api_key');
    expect(world.watch.queries).toBe(0);
  });

  it('remembers an unknown key as unknown, until time passes or a key is created', async () => {
    const world = await createFinder(await open());
    const presented = 'a-custom-key-of-mine';
    expect(await world.access.find(presented, ADDRESS)).toBe('invalid_api_key');
    expect(world.access.find(presented, ADDRESS)).toBe('invalid_api_key');
    expect(world.watch.queries).toBe(1);
    world.time.ms += 60_001;
    expect(await world.access.find(presented, ADDRESS)).toBe('invalid_api_key');
    expect(world.watch.queries).toBe(2);
    const { key } = await world.keys.create({ ...world.general, value: new Secret(presented) });
    world.access.forget(key.id);
    expect(await world.access.find(presented, ADDRESS)).toMatchObject({ key: { id: key.id } });
  });

  it('makes no query for an address that is out of failures, and still serves warm keys', async () => {
    const world = await createFinder(await open(), { bounds: { failuresPerAddress: 3 } });
    const { secret } = await world.keys.create(world.general);
    await world.access.find(secret.reveal(), ADDRESS);
    const answers = [];
    for (let count = 0; count < 5; count += 1) {
      answers.push(await world.access.find(unknownKey(), ADDRESS));
    }
    const [invalid, limited] = ['invalid_api_key', 'rate_limit_exceeded'];
    expect(answers).toEqual([invalid, invalid, invalid, limited, limited]);
    expect(world.watch.queries).toBe(4);
    expect(typeof world.access.find(secret.reveal(), ADDRESS)).toBe('object');
    expect(await world.access.find(unknownKey(), '203.0.113.10')).toBe('invalid_api_key');
    world.time.ms += 1000;
    expect(await world.access.find(unknownKey(), ADDRESS)).toBe('invalid_api_key');
  });

  it('lets no flood at once outrun the bucket', async () => {
    const world = await createFinder(await open(), { bounds: { failuresPerAddress: 3 } });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => world.access.find(unknownKey(), ADDRESS)),
    );
    expect(answers.filter((answer) => answer === 'invalid_api_key')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'rate_limit_exceeded')).toHaveLength(97);
    expect(world.watch.queries).toBe(3);
  });

  it('serves many valid keys of one address that come at once', async () => {
    const world = await createFinder(await open(), { bounds: { failuresPerAddress: 2 } });
    const made = [];
    for (let count = 0; count < 10; count += 1) {
      made.push(await world.keys.create(world.general));
    }
    const found = await Promise.all(made.map(({ secret }) => world.access.find(secret.reveal(), ADDRESS)));
    expect(found.map((access) => typeof access === 'object' && access.key.id)).toEqual(
      made.map(({ key }) => key.id),
    );
  });

  it('gives a deleted or inactive key as it is stored, for the next step to refuse', async () => {
    const world = await createFinder(await open());
    const { key, secret } = await world.keys.create(world.general);
    await world.access.find(secret.reveal(), ADDRESS);
    await world.keys.remove(key.id);
    world.access.forget(key.id);
    expect(await world.access.find(secret.reveal(), ADDRESS)).toMatchObject({ key: { status: 'deleted' } });
  });

  it.each([
    ['does not keep what was read before a change that came meanwhile', false],
    ['does not give it to those who ask after the change', true],
  ])('%s', async (_, joinsAfterwards) => {
    const world = await createFinder(await open());
    const { key, secret } = await world.keys.create(world.general);
    let release = () => {};
    world.watch.gate = new Promise((resolve) => {
      release = resolve;
    });
    const before = world.access.find(secret.reveal(), ADDRESS);
    // The row has been read by now, but nobody has it yet.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await world.keys.update(key.id, { status: 'inactive' });
    world.access.forget(key.id);
    const after = joinsAfterwards ? world.access.find(secret.reveal(), ADDRESS) : null;
    release();
    expect(await before).toMatchObject({ key: { status: 'active' } });
    const now = after ?? world.access.find(secret.reveal(), ADDRESS);
    expect(now).toBeInstanceOf(Promise);
    expect(await now).toMatchObject({ key: { status: 'inactive' } });
    expect(world.access.find(secret.reveal(), ADDRESS)).toMatchObject({ key: { status: 'inactive' } });
  });

  it('keeps no more keys than it may, and forgets all of them when asked', async () => {
    const world = await createFinder(await open(), { bounds: { warmKeys: 1 } });
    const one = await world.keys.create(world.general);
    const two = await world.keys.create(world.general);
    await world.access.find(one.secret.reveal(), ADDRESS);
    await world.access.find(two.secret.reveal(), ADDRESS);
    expect(world.access.find(one.secret.reveal(), ADDRESS)).toBeInstanceOf(Promise);
    await world.access.find(one.secret.reveal(), ADDRESS);
    world.access.forgetAll();
    expect(world.access.find(one.secret.reveal(), ADDRESS)).toBeInstanceOf(Promise);
  });
});
