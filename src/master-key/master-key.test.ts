import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DatabasePlace, makeDatabasePlace } from '../../test/support/databases.ts';
import { Secret } from '../core/secret.ts';
import { createSecretBox } from '../core/secret-box.ts';
import { type Database, type Engine, openDatabase } from '../db/index.ts';
import { openSecretBox, rotateMasterKey, WrongMasterKeyError } from './index.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import { type Filled, filledTexts, fillWithSecrets, readableTexts } from './testing/sealed-world.ts';

const [OLD, NEW] = ['the old master key, of 32 bytes..', 'the new master key, of 32 bytes..'];

describe.each<Engine>(['sqlite', 'postgres'])('the master key (%s)', (engine) => {
  let place: DatabasePlace;
  let database: Database;
  let path: string;

  beforeEach(async () => {
    place = await makeDatabasePlace(engine);
    path = join(place.location.dataDir, 'secret.key');
    writeFileSync(path, `${OLD}\n`, { mode: 0o600 });
    database = await openDatabase(place.location);
    await database.migrate();
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  const kept = (text: string) => ({ secret: new Secret(text), path, warning: null });
  const inFile = () => kept(readFileSync(path, 'utf8').trim());
  const rotate = () =>
    rotateMasterKey({ database, master: kept(OLD), newKey: new Secret(NEW), onStep: () => {} });

  async function fill(): Promise<Filled> {
    return fillWithSecrets(database, (await openSecretBox(database, kept(OLD))).box);
  }

  it('makes a look-up key of its own at the first start and keeps it', async () => {
    const { box } = await openSecretBox(database, kept(OLD));
    const hash = box.lookupHash('a key');
    expect((await openSecretBox(database, kept(OLD))).box.lookupHash('a key')).toBe(hash);
    expect(createSecretBox(new Secret(OLD)).lookupHash('a key')).not.toBe(hash);
  });

  it('takes over the hashes of a database from before look-up keys were kept', async () => {
    const before = createSecretBox(new Secret(OLD));
    const filled = await fillWithSecrets(database, before);
    await expect(openSecretBox(database, kept(NEW))).rejects.toThrow(WrongMasterKeyError);
    const { box } = await openSecretBox(database, kept(OLD));
    expect(await readableTexts(database, box, filled)).toEqual(filledTexts(filled));
  });

  it('refuses another master key with a sentence that says where it came from', async () => {
    await fill();
    await expect(openSecretBox(database, kept(NEW))).rejects.toThrow(
      `${path} does not hold the master key of this database`,
    );
    await expect(openSecretBox(database, { ...kept(NEW), path: null })).rejects.toThrow(
      'TURNPIKE_SECRET_KEY is not the master key of this database',
    );
  });

  it('is rotated with everything that is sealed, while hashes stay', async () => {
    const filled = await fill();
    const resealed = await rotate();
    expect(resealed).toMatchObject({
      ...{ api_keys: 2, channels: 1, provider_keys: 1, projects: 1, stored_responses: 1 },
    });
    expect(readFileSync(path, 'utf8')).toBe(`${NEW}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.next`)).toBe(false);
    const { box } = await openSecretBox(database, inFile());
    expect(await readableTexts(database, box, filled)).toEqual(filledTexts(filled));
    await expect(openSecretBox(database, kept(OLD))).rejects.toThrow(WrongMasterKeyError);
  });

  it('is rotated over more rows than are taken at once', async () => {
    const filled = await fill();
    const { box } = await openSecretBox(database, kept(OLD));
    const template = await database.db.selectFrom('api_keys').selectAll().limit(1).executeTakeFirstOrThrow();
    const rows = Array.from({ length: 1_203 }, (_, at) => {
      const id = `key_${String(at).padStart(6, '0')}`;
      return { ...template, id, lookup_hash: id, key_box: box.seal(new Secret(`text of ${id}`), id) };
    });
    for (let at = 0; at < rows.length; at += 300) {
      await database.db
        .insertInto('api_keys')
        .values(rows.slice(at, at + 300))
        .execute();
    }
    const told: number[] = [];
    const onStep = (step: { step: string; table?: string; rows?: number }) =>
      void (step.table === 'api_keys' && told.push(step.rows ?? 0));
    await rotateMasterKey({ database, master: kept(OLD), newKey: new Secret(NEW), onStep });
    expect(told).toEqual([500, 1_000, 1_205]);
    const after = (await openSecretBox(database, inFile())).box;
    const stored = await database.db.selectFrom('api_keys').select(['id', 'key_box']).execute();
    for (const { id, key_box: sealed } of stored.filter(({ id }) => id.startsWith('key_00'))) {
      expect(after.open(sealed ?? '', id).reveal()).toBe(`text of ${id}`);
    }
    expect(await readableTexts(database, after, filled)).toEqual(filledTexts(filled));
  });

  it('stays as it is when a row does not open', async () => {
    const filled = await fill();
    await database.db.updateTable('projects').set({ webhook_secret_box: 'v1:spoiled' }).execute();
    await expect(rotate()).rejects.toThrow(`the secret of ${filled.projectId} webhook secret does not open`);
    const { box } = await openSecretBox(database, inFile());
    await database.db.updateTable('projects').set({ webhook_secret_box: null }).execute();
    expect((await readableTexts(database, box, filled)).key).toBe(filled.key.secret.reveal());
  });

  it.each([
    ['key-written', OLD],
    ['sealed', OLD],
    ['committed', NEW],
  ])('killed at "%s" is whole, under the key that the next start finds', async (dieAt, expected) => {
    const filled = await fill();
    await database.close();
    const task = { ...place.location, url: place.location.url?.reveal() ?? null, path };
    expect(await killedAt({ ...task, oldKey: OLD, newKey: NEW, dieAt })).toBe('SIGKILL');
    database = await openDatabase(place.location);
    expect(existsSync(`${path}.next`)).toBe(true);
    const { box } = await openSecretBox(database, inFile());
    expect(await readableTexts(database, box, filled)).toEqual(filledTexts(filled));
    expect(readFileSync(path, 'utf8')).toBe(`${expected}\n`);
    expect(existsSync(`${path}.next`)).toBe(false);
  });

  it('knows every sealed column', async () => {
    const tables = await database.db.introspection.getTables();
    const boxes = tables.flatMap(({ name, columns }) =>
      columns.filter((column) => column.name.endsWith('_box')).map((column) => `${name}.${column.name}`),
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(boxes.sort()).toEqual([...known, 'lookup_keys.key_box'].sort());
  });
});

/** Runs a rotation in a process of its own; the signal that ended it. */
async function killedAt(task: object): Promise<NodeJS.Signals | null> {
  const script = new URL('./testing/rotate-and-die.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));
}
