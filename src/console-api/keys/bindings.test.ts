import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/ids.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKey, createKeyWorld, LEAST_KEY } from '../testing/key-world.ts';

const NO_IMAGE_BATCH_GROUP =
  'The administrator has not exposed an available image batch group, or your account does not have permission to use one.';

let world: ApiWorld;
let strangers: Id<'org'>;

beforeEach(async () => {
  world = await createKeyWorld();
  // The organization of the deployment is the oldest one.
  await world.organizations.ensureDefault();
  world.time.ms += 1;
  strangers = await world.organizations.create('Strangers');
  const hidden = { visible_to: [strangers] };
  await world.call('POST', '/api/v1/groups', { name: 'theirs', platforms: ['openai'], ...hidden });
});

afterEach(() => world.close());

describe('a group that is visible to chosen organizations', () => {
  it('201 for a key of one of them', async () => {
    const body = { name: 'k', group: 'theirs', organization_id: strangers };
    const answer = await world.call('POST', '/api/v1/keys', body);
    expect([answer.status, answer.field('organization_id')]).toEqual([201, strangers]);
  });

  it('400 for another, in the words for one that does not exist', async () => {
    const theirs = await world.groups.findByName('theirs');
    const byName = await world.call('POST', '/api/v1/keys', { name: 'k', group: 'theirs' });
    const unknown = await world.call('POST', '/api/v1/keys', { name: 'k', group: 'nowhere' });
    expect([byName.status, byName.text]).toEqual([400, unknown.text]);
    const byId = await world.call('POST', '/api/v1/keys', { name: 'k', group_id: theirs?.id });
    const unknownId = await world.call('POST', '/api/v1/keys', { name: 'k', group_id: 'grp_1' });
    expect([byId.status, byId.text]).toEqual([400, unknownId.text]);
  });

  it('400 for a change to it', async () => {
    const { path } = await createKey(world);
    expect((await world.call('PATCH', path, { group: 'theirs' })).field('error.param')).toBe('group');
    const theirs = await world.groups.findByName('theirs');
    const answer = await world.call('PATCH', path, { group_id: theirs?.id });
    expect([answer.status, answer.field('error.param')]).toEqual([400, 'group_id']);
  });
});

describe('a person without any image batch group', () => {
  it('is told so', async () => {
    const images = await world.imageBatchGroups.findByName('images');
    const all = await world.call('POST', '/api/v1/keys', { name: 'k', image_batch_group: 'nowhere' });
    expect(all.field('error.message')).toBe('image_batch_group: there is no such image batch group');
    await world.call('PATCH', `/api/v1/image-batch-groups/${images?.id}`, { visible_to: [strangers] });
    for (const image_batch_group of ['images', 'nowhere']) {
      const answer = await world.call('POST', '/api/v1/keys', { name: 'k', image_batch_group });
      expect([answer.status, answer.field('error.message')]).toEqual([
        400,
        `image_batch_group: ${NO_IMAGE_BATCH_GROUP}`,
      ]);
    }
    const byId = await world.call('POST', '/api/v1/keys', { name: 'k', image_batch_group_id: images?.id });
    expect(byId.field('error.message')).toBe(`image_batch_group_id: ${NO_IMAGE_BATCH_GROUP}`);
  });
});

describe('a project', () => {
  it('lends its default group to a key that names none', async () => {
    const { projectId } = await world.organizations.ensureDefault();
    await world.call('PATCH', `/api/v1/projects/${projectId}`, { default_group: 'default' });
    const answer = await world.call('POST', '/api/v1/keys', { name: 'k' });
    expect([answer.status, answer.field('type')]).toEqual([201, 'general']);
    const image = await world.call('POST', '/api/v1/keys', { name: 'k', image_batch_group: 'images' });
    expect([image.status, image.field('type')]).toEqual([201, 'image']);
  });

  it('that keeps hashes alone shows a key once', async () => {
    const { projectId } = await world.organizations.ensureDefault();
    await world.call('PATCH', `/api/v1/projects/${projectId}`, { hash_only: true });
    const { path, key, id } = await createKey(world, { ...LEAST_KEY });
    expect(key).toMatch(/^sk-tp-/);
    const rows = await world.database.db
      .selectFrom('api_keys')
      .select('key_box')
      .where('id', '=', id as Id<'key'>)
      .execute();
    expect(rows).toEqual([{ key_box: null }]);
    const answer = await world.call('POST', `${path}/reveal`);
    expect([answer.status, answer.field('error.code')]).toEqual([403, 'feature_disabled']);
    expect((await world.call('POST', `${path}/rotate`)).field('key')).toMatch(/^sk-tp-/);
  });
});
