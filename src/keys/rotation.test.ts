import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { systemClock } from '../core/clock.ts';
import { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import { createKeyAccess } from './access.ts';
import { createKeyWorld } from './testing/key-world.ts';

const ADDRESS = '203.0.113.9';
const DAY_S = 86_400;

describeOnEachDatabase('rotation', (openNew) => {
  let opened: Promise<Database> | undefined;

  /** A key service and a finder over it, on a clock that can be set. */
  async function setUp() {
    opened ??= openNew();
    const database = await opened;
    const time = { ms: systemClock.nowMs() };
    const clock = { nowMs: () => time.ms, monotonicMs: systemClock.monotonicMs };
    const world = await createKeyWorld(database, { clock });
    const access = createKeyAccess({ database, box: world.box, clock, onLoad: () => undefined });
    const find = async (secret: Secret) => {
      for (const id of world.changed) {
        access.forget(id);
      }
      return access.find(secret.reveal(), ADDRESS);
    };
    return { ...world, database, time, find };
  }

  it('lets both strings work until the overlap ends, as one key', async () => {
    const { keys, general, find, time } = await setUp();
    const { key, secret: old } = await keys.create({ ...general, quotaNano: 5 });
    const { secret } = await keys.rotate(key.id, {});
    expect(await find(secret)).toMatchObject({ key: { id: key.id, quotaNano: 5 }, worksUntilMs: null });
    const until = time.ms + DAY_S * 1000;
    expect(await find(old)).toMatchObject({ key: { id: key.id }, worksUntilMs: until });
    time.ms = until - 1;
    expect(await find(old)).toMatchObject({ worksUntilMs: until });
    time.ms = until;
    expect(await find(old)).toBe('invalid_api_key');
    expect(await find(secret)).toMatchObject({ key: { id: key.id } });
  });

  it('ends the old string at once without an overlap', async () => {
    const { keys, general, find } = await setUp();
    const { key, secret: old } = await keys.create(general);
    await keys.rotate(key.id, { overlapS: 0 });
    expect(await find(old)).toBe('invalid_api_key');
  });

  it('may be done again while an older overlap runs', async () => {
    const { keys, general, find } = await setUp();
    const { key, secret: first } = await keys.create(general);
    const { secret: second } = await keys.rotate(key.id, { overlapS: 60 });
    const { secret: third } = await keys.rotate(key.id, { overlapS: 120 });
    for (const secret of [first, second, third]) {
      expect(await find(secret)).toMatchObject({ key: { id: key.id } });
    }
    expect(await keys.hasValue(key.id, first)).toBe(true);
    expect(await keys.hasValue(key.id, third)).toBe(true);
    await keys.remove(key.id);
    expect(await find(first)).toBe('invalid_api_key');
    expect(await find(third)).toMatchObject({ key: { status: 'deleted' } });
  });

  it('gives a value that is retired to nobody, even when two rotate to it at once', async () => {
    const { keys, general } = await setUp();
    const [one, two] = [await keys.create(general), await keys.create({ ...general, name: 'two' })];
    const value = new Secret(`chosen-by-both-${one.key.id}`);
    const both = await Promise.allSettled([
      keys.rotate(one.key.id, { value }),
      keys.rotate(two.key.id, { value }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(keys.create({ ...general, value: one.secret })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('writes none of the strings into any column', async () => {
    const { keys, general, database } = await setUp();
    const { key, secret: old } = await keys.create(general);
    const { secret } = await keys.rotate(key.id, {});
    const rows = [
      await database.db.selectFrom('api_keys').selectAll().execute(),
      await database.db.selectFrom('retired_key_values').selectAll().execute(),
    ];
    expect(rows.map((found) => found.length > 0)).toEqual([true, true]);
    expect(JSON.stringify(rows)).not.toContain(old.reveal());
    expect(JSON.stringify(rows)).not.toContain(secret.reveal());
  });

  it('stops a leaked key, and of a leaked old string that string alone', async () => {
    const { keys, general, find } = await setUp();
    const { key, secret: old } = await keys.create(general);
    const { secret } = await keys.rotate(key.id, {});
    expect((await keys.reportLeaked([old])).map(({ id }) => id)).toEqual([key.id]);
    expect(await find(old)).toBe('invalid_api_key');
    expect(await find(secret)).toMatchObject({ key: { status: 'active' } });
    expect(await keys.reportLeaked([secret, secret, new Secret('x')])).toHaveLength(1);
    expect(await find(secret)).toMatchObject({ key: { status: 'inactive' } });
    expect(await keys.reportLeaked([old, secret])).toEqual([]);
  });
});
