import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld, insertKeyRow, newChannel } from '../../test/support/domain-world.ts';

const FIELDS = {
  name: ' default ',
  platforms: ['openai', 'gemini', 'openai'],
  multiplierPpm: 1_250_000,
  translate: false,
} as const;
const IMAGE_FIELDS = {
  name: 'images',
  models: ['gemini-2.5-flash-image'],
  concurrency: 4,
  queueLimit: 0,
  prices: { '1K': '0.04' },
};

describeOnEachDatabase('createGroupService', (open) => {
  it('creates, finds, changes and removes, and says so each time', async () => {
    const { groups, counted, advance } = createDomainWorld(await open());
    const made = await groups.create(FIELDS);
    expect(await groups.get(made.id)).toEqual({ ...made, name: 'default', platforms: ['openai', 'gemini'] });
    advance(1_000);
    const changed = await groups.update(made.id, { translate: true });
    expect(changed).toEqual({ ...made, translate: true, updatedAtMs: made.updatedAtMs + 1_000 });
    expect(await groups.findByName('default')).toEqual(changed);
    await groups.remove(made.id);
    expect(await groups.list()).toEqual([]);
    await expect(groups.get(made.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(groups.remove(made.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(counted.changes).toBe(3);
  });

  it('refuses bad fields by name', async () => {
    const { groups } = createDomainWorld(await open());
    const made = await groups.create(FIELDS);
    const other = await groups.create({ ...FIELDS, name: 'other' });
    await expect(groups.create(FIELDS)).rejects.toMatchObject({ code: 'conflict', param: 'name' });
    await expect(groups.update(other.id, { name: 'default' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(groups.update(made.id, { platforms: [] })).rejects.toMatchObject({ param: 'platforms' });
    await expect(groups.update(made.id, { multiplierPpm: -1 })).rejects.toMatchObject({
      param: 'multiplier',
    });
    await expect(groups.update(made.id, { name: 'a\nb' })).rejects.toMatchObject({ param: 'name' });
  });

  it('cannot be removed while a living key is bound, then leaves channels and deleted keys', async () => {
    const database = await open();
    const world = createDomainWorld(database);
    const { organizationId, projectId } = await world.organizations.ensureDefault();
    const group = await world.groups.create(FIELDS);
    const channel = await world.channels.create(newChannel({ groupIds: [group.id] }));
    const key = { organizationId, projectId, groupId: group.id };
    await insertKeyRow(database, { ...key, status: 'active' });
    await insertKeyRow(database, { ...key, status: 'deleted' });
    await expect(world.groups.remove(group.id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await world.channels.get(channel.id)).groupIds).toEqual([group.id]);
    await database.db.updateTable('api_keys').set({ status: 'deleted' }).execute();
    await world.groups.remove(group.id);
    expect((await world.channels.get(channel.id)).groupIds).toEqual([]);
    const keys = await database.db.selectFrom('api_keys').select('group_id').execute();
    expect(keys).toEqual([{ group_id: null }, { group_id: null }]);
  });
});

describeOnEachDatabase('createImageBatchGroupService', (open) => {
  it('creates, finds, changes and removes', async () => {
    const { imageBatchGroups, channels } = createDomainWorld(await open());
    const made = await imageBatchGroups.create(IMAGE_FIELDS);
    expect(await imageBatchGroups.findByName('images')).toEqual({ ...IMAGE_FIELDS, ...made });
    const changed = await imageBatchGroups.update(made.id, { prices: { '2K': '0.06' }, queueLimit: 5 });
    expect(await imageBatchGroups.list()).toEqual([changed]);
    const channel = await channels.create(newChannel({ imageBatchGroupIds: [made.id] }));
    await imageBatchGroups.remove(made.id);
    expect((await channels.get(channel.id)).imageBatchGroupIds).toEqual([]);
    expect(await imageBatchGroups.list()).toEqual([]);
  });

  it('refuses bad fields by name', async () => {
    const { imageBatchGroups } = createDomainWorld(await open());
    const cases = [
      [{ concurrency: 0 }, 'concurrency'],
      [{ queueLimit: 1.5 }, 'queue_limit'],
      [{ prices: { '1K': '-0.04' } }, 'prices.1K'],
      [{ prices: { '1K': 'four cents' } }, 'prices.1K'],
      [{ name: '' }, 'name'],
    ] as const;
    for (const [fields, param] of cases) {
      await expect(imageBatchGroups.create({ ...IMAGE_FIELDS, ...fields })).rejects.toMatchObject({ param });
    }
  });
});
