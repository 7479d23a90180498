import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { Refusal } from '../core/refusal.ts';
import { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import { generateApiKey } from './key-format.ts';
import { createKeyWorld } from './testing/key-world.ts';

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) {
    return error;
  }
  throw new Error(`expected a refusal, got ${String(error)}`);
}

async function dump(database: Database): Promise<string> {
  return JSON.stringify(await database.db.selectFrom('api_keys').selectAll().execute());
}

describeOnEachDatabase('createKeyService', (openNew) => {
  // Every test has an organization of its own in the one database.
  let opened: Promise<Database> | undefined;
  const open = () => {
    opened ??= openNew();
    return opened;
  };

  describe('create', () => {
    it('makes a general key for a group and an image key for an image batch group', async () => {
      const world = await createKeyWorld(await open());
      const general = await world.keys.create(world.general);
      expect(general.secret.reveal()).toMatch(/^sk-tp-/);
      expect(general.key).toMatchObject({
        type: 'general',
        groupId: world.groupId,
        status: 'active',
        quotaNano: null,
        expiresAtMs: null,
        organizationId: world.organizationId,
      });
      const image = await world.keys.create({
        ...world.general,
        groupId: null,
        imageBatchGroupId: world.imageBatchGroupId,
      });
      expect(image.secret.reveal()).toMatch(/^sk-tpi-/);
      expect(image.key.type).toBe('image');
      expect(world.changed).toEqual([general.key.id, image.key.id]);
    });

    it('refuses a key bound to both, to neither, or to what does not exist', async () => {
      const world = await createKeyWorld(await open());
      const both = { ...world.general, imageBatchGroupId: world.imageBatchGroupId };
      expect((await refusalOf(world.keys.create(both))).message).toContain('never to both');
      const neither = { ...world.general, groupId: null };
      expect((await refusalOf(world.keys.create(neither))).message).toContain('send a group');
      const nowhere = { ...world.general, groupId: world.ids.next('grp') };
      expect((await refusalOf(world.keys.create(nowhere))).param).toBe('group_id');
      const noProject = { ...world.general, projectId: world.ids.next('proj') };
      expect((await refusalOf(world.keys.create(noProject))).param).toBe('project_id');
      expect(world.changed).toEqual([]);
    });

    it('takes a custom key, and a second one of the same value not, whosever it is', async () => {
      const world = await createKeyWorld(await open());
      const value = new Secret(`my-own-key-${world.ids.next('key')}`);
      const { secret } = await world.keys.create({ ...world.general, value });
      expect(secret.reveal()).toBe(value.reveal());
      const refusal = await refusalOf(world.keys.create({ ...world.general, name: 'other', value }));
      expect(refusal.code).toBe('invalid_request');
      expect(refusal.message).not.toContain('my-own');
      expect(refusal.message).not.toContain('a key');
    });

    it('refuses a custom key that is too short or pretends to be generated', async () => {
      const world = await createKeyWorld(await open());
      for (const text of ['too-short', `sk-tp-${'z'.repeat(49)}`]) {
        const refusal = await refusalOf(world.keys.create({ ...world.general, value: new Secret(text) }));
        expect(refusal.param).toBe('value');
        expect(refusal.message).not.toContain(text);
      }
    });

    it('refuses an expiry in the past, a negative quota and too many tags', async () => {
      const world = await createKeyWorld(await open());
      expect((await refusalOf(world.keys.create({ ...world.general, expiresAtMs: 1 }))).param).toBe(
        'expires_at',
      );
      expect((await refusalOf(world.keys.create({ ...world.general, quotaNano: -1 }))).param).toBe('quota');
      const tags = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`tag${at}`, 'x']));
      expect((await refusalOf(world.keys.create({ ...world.general, tags }))).param).toBe('tags');
    });

    it('writes the key string into no column', async () => {
      const database = await open();
      const world = await createKeyWorld(database);
      const { secret, key } = await world.keys.create(world.general);
      expect(await dump(database)).not.toContain(secret.reveal());
      expect(JSON.stringify(key)).not.toContain(secret.reveal().slice(0, -4));
    });
  });

  describe('list', () => {
    it('goes newest first, part by part, without the deleted ones', async () => {
      const world = await createKeyWorld(await open());
      const made = [];
      for (const name of ['one', 'two', 'three', 'four']) {
        made.push((await world.keys.create({ ...world.general, name })).key);
      }
      const [, two] = made;
      await world.keys.remove(two?.id ?? world.ids.next('key'));
      const mine = { organizationId: world.organizationId };
      const first = await world.keys.list({ ...mine, limit: 2 });
      const rest = await world.keys.list({ ...mine, limit: 2, cursor: first.nextCursor });
      const sorted = made.filter((key) => key !== two).sort((a, b) => (a.id < b.id ? 1 : -1));
      expect([...first.items, ...rest.items].map((key) => key.id)).toEqual(sorted.map((key) => key.id));
      expect(rest.nextCursor).toBeNull();
      expect((await world.keys.list({ ...mine, status: 'deleted' })).items.map((key) => key.name)).toEqual([
        'two',
      ]);
    });

    it('finds by part of the name and by the last four, taking wildcards as they are', async () => {
      const world = await createKeyWorld(await open());
      const { secret } = await world.keys.create({ ...world.general, name: 'Production 100%' });
      await world.keys.create({ ...world.general, name: 'staging', value: new Secret('staging-key-000000') });
      const search = async (text: string) =>
        (await world.keys.list({ organizationId: world.organizationId, search: text })).items.map(
          (key) => key.name,
        );
      expect(await search('production')).toEqual(['Production 100%']);
      expect(await search('0%')).toEqual(['Production 100%']);
      expect(await search('%')).toEqual(['Production 100%']);
      expect(await search('stag_ng')).toEqual([]);
      expect(await search(secret.reveal().slice(-4))).toEqual(['Production 100%']);
    });

    it('keeps to an organization and a project', async () => {
      const world = await createKeyWorld(await open());
      await world.keys.create(world.general);
      expect((await world.keys.list({ organizationId: world.organizationId })).items).toHaveLength(1);
      expect((await world.keys.list({ organizationId: world.ids.next('org') })).items).toHaveLength(0);
      expect((await world.keys.list({ projectId: world.ids.next('proj') })).items).toHaveLength(0);
    });
  });

  describe('reveal', () => {
    it('gives the string back at any time', async () => {
      const world = await createKeyWorld(await open());
      const { key, secret } = await world.keys.create(world.general);
      expect((await world.keys.reveal(key.id)).reveal()).toBe(secret.reveal());
    });

    it('is refused where hashes alone are kept', async () => {
      const world = await createKeyWorld(await open(), { hashOnly: true });
      const { key } = await world.keys.create(world.general);
      expect((await refusalOf(world.keys.reveal(key.id))).code).toBe('feature_disabled');
    });

    it('is refused for a deleted key, whose sealed string is gone', async () => {
      const database = await open();
      const world = await createKeyWorld(database);
      const { key } = await world.keys.create(world.general);
      await world.keys.remove(key.id);
      expect((await refusalOf(world.keys.reveal(key.id))).code).toBe('conflict');
      const row = await database.db
        .selectFrom('api_keys')
        .select('key_box')
        .where('id', '=', key.id)
        .executeTakeFirst();
      expect(row).toEqual({ key_box: null });
    });
  });

  describe('update', () => {
    it('changes what is given and nothing else, and says so', async () => {
      const world = await createKeyWorld(await open());
      const { key, secret } = await world.keys.create({ ...world.general, quotaNano: 5, models: ['gpt-*'] });
      const patch = { name: 'renamed', status: 'inactive', quotaNano: null, tags: { team: 'a' } } as const;
      const changed = await world.keys.update(key.id, patch);
      expect(changed).toEqual({ ...key, ...patch });
      expect((await world.keys.reveal(key.id)).reveal()).toBe(secret.reveal());
      expect(world.changed).toEqual([key.id, key.id]);
    });

    it('refuses an image batch group for a general key', async () => {
      const world = await createKeyWorld(await open());
      const { key } = await world.keys.create(world.general);
      const refusal = await refusalOf(
        world.keys.update(key.id, { imageBatchGroupId: world.imageBatchGroupId }),
      );
      expect(refusal.param).toBe('image_batch_group_id');
    });

    it('never brings a deleted key back', async () => {
      const world = await createKeyWorld(await open());
      const { key } = await world.keys.create(world.general);
      await world.keys.remove(key.id);
      expect((await refusalOf(world.keys.update(key.id, { status: 'active' }))).code).toBe('conflict');
      expect((await world.keys.get(key.id)).status).toBe('deleted');
    });

    it('refuses what does not exist', async () => {
      const world = await createKeyWorld(await open());
      expect((await refusalOf(world.keys.update(world.ids.next('key'), { name: 'x' }))).code).toBe(
        'not_found',
      );
      expect((await refusalOf(world.keys.remove(world.ids.next('key')))).code).toBe('not_found');
    });
  });

  it('knows its string again, even where hashes alone are kept', async () => {
    const world = await createKeyWorld(await open(), { hashOnly: true });
    const { key, secret } = await world.keys.create(world.general);
    expect(await world.keys.hasValue(key.id, secret)).toBe(true);
    expect(await world.keys.hasValue(key.id, generateApiKey('general'))).toBe(false);
    expect(await world.keys.hasValue(world.ids.next('key'), secret)).toBe(false);
  });

  it('finds the key of a name within its project', async () => {
    const world = await createKeyWorld(await open());
    const { key } = await world.keys.create({ ...world.general, value: generateApiKey('general') });
    expect((await world.keys.findByName(world.projectId, 'a key'))?.id).toBe(key.id);
    await world.keys.remove(key.id);
    expect(await world.keys.findByName(world.projectId, 'a key')).toBeNull();
  });
});
