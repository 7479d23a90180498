import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld, newChannel } from '../../test/support/domain-world.ts';
import type { Id } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import { createSecretBox } from '../core/secret-box.ts';
import { groupFor } from './group-for.ts';
import { createSnapshots } from './snapshots.ts';

const GROUP = { name: 'default', platforms: ['openai'], multiplierPpm: 1_000_000, translate: true } as const;

describeOnEachDatabase('createSnapshots', (open) => {
  async function setUp() {
    const world = createDomainWorld(await open());
    const problems: string[] = [];
    const snapshots = createSnapshots({
      ...world,
      ownKeyFeePpm: 0,
      onProblem: (text) => problems.push(text),
    });
    world.listen(snapshots.refresh);
    const group = await world.groups.create(GROUP);
    const offers = (name: string, groupId: Id<'grp'> = group.id) =>
      snapshots.current().groups.get(groupId)?.offers.get(name);
    return { ...world, snapshots, problems, group, groupIds: [group.id], offers };
  }

  it('is empty at first, and a change is in force when the call that made it returns', async () => {
    const world = createDomainWorld(await open());
    const snapshots = createSnapshots({ ...world, ownKeyFeePpm: 0, onProblem: () => {} });
    expect(snapshots.current()).toEqual({
      version: 0,
      groups: new Map(),
      imageBatchGroups: new Map(),
      priced: new Map(),
      own: new Map(),
    });
    world.listen(snapshots.refresh);
    const group = await world.groups.create(GROUP);
    expect(snapshots.current().groups.get(group.id)?.name).toBe('default');
    await world.groups.update(group.id, { multiplierPpm: 2 });
    expect(snapshots.current().groups.get(group.id)?.multiplierPpm).toBe(2);
    expect(snapshots.current().version).toBe(2);
  });

  it('offers what an image batch group names, at its own prices, on its own channels', async () => {
    const { channels, imageBatchGroups, snapshots, groupIds } = await setUp();
    const fields = { name: 'images', concurrency: 2, queueLimit: 3 };
    const batch = await imageBatchGroups.create({
      ...fields,
      models: ['fast', 'nobody-serves-it'],
      prices: { '1K': '0.04', '2K': '0.06' },
    });
    const models = ['fast', 'slow'].map((name) => ({ name, upstream: name }));
    await channels.create(newChannel({ name: 'in', imageBatchGroupIds: [batch.id], models }));
    await channels.create(newChannel({ name: 'out', groupIds, models }));
    const pool = snapshots.current().imageBatchGroups.get(batch.id);
    expect(pool).toMatchObject({ ...fields, modelNames: ['fast'] });
    expect(pool?.offers.get('slow')).toBeUndefined();
    const offers = pool?.offers.get('fast') ?? [];
    expect(offers.map(({ channel }) => channel.name)).toEqual(['in']);
    expect(offers[0]?.price).toMatchObject({
      source: 'image-batch-group:images',
      coversTokens: false,
      pieces: { image: { plainNano: 60_000_000, bySize: { '1K': 40_000_000, '2K': 60_000_000 } } },
    });
    await imageBatchGroups.update(batch.id, { models: [], prices: {} });
    const open = snapshots.current().imageBatchGroups.get(batch.id);
    expect(open?.modelNames).toEqual(['fast', 'slow']);
    expect(open?.offers.get('fast')?.[0]?.price).toBeNull();
  });

  it('offers models by their public name and by provider/model, lower priority numbers first', async () => {
    const { channels, groupIds, offers, snapshots, group } = await setUp();
    await channels.create(newChannel({ name: 'a-second', groupIds, priority: 5 }));
    await channels.create(
      newChannel({
        name: 'b-first',
        groupIds,
        models: [
          { name: 'fast', upstream: 'gpt-4o' },
          { name: 'gpt-4o-mini', upstream: 'gpt-4o-mini' },
        ],
      }),
    );
    const names = (model: string) => offers(model)?.map((offer) => offer.channel.name);
    expect(names('gpt-4o-mini')).toEqual(['b-first', 'a-second']);
    expect(names('openai/gpt-4o-mini')).toEqual(['b-first', 'a-second']);
    expect(names('gpt-4o')).toBeUndefined();
    expect(offers('fast')).toMatchObject([
      { upstreamModel: 'gpt-4o', price: { source: 'catalogue:openai/gpt-4o' }, contextWindow: 128_000 },
    ]);
    expect(snapshots.current().groups.get(group.id)?.modelNames).toEqual(['fast', 'gpt-4o-mini']);
    const [first] = offers('gpt-4o-mini') ?? [];
    expect(first?.channel.credentials.map((credential) => credential.reveal())).toEqual([
      'sk-credential-0001',
    ]);
  });

  it('prices by the public name, then by the name upstream, then by the catalogue, else not at all', async () => {
    const { channels, models, groupIds, offers } = await setUp();
    const model = { name: 'fast', upstream: 'gpt-4o-mini' };
    const unknown = { name: 'mystery', upstream: 'mystery' };
    await channels.create(newChannel({ groupIds, models: [model, unknown] }));
    const source = () => offers('fast')?.[0]?.price?.source;
    expect([source(), offers('mystery')?.[0]?.price]).toEqual(['catalogue:openai/gpt-4o-mini', null]);
    await models.set('gpt-4o-mini', { input: '1' });
    expect(source()).toBe('operator:gpt-4o-mini');
    await models.set('fast', { free: true });
    expect([source(), offers('fast')?.[0]?.price?.isFree]).toEqual(['operator:fast', true]);
    await models.remove('fast');
    await models.remove('gpt-4o-mini');
    expect(source()).toBe('catalogue:openai/gpt-4o-mini');
  });

  it('offers nothing of inactive channels, other groups and platforms the group does not have', async () => {
    const { channels, groups, groupIds, offers } = await setUp();
    const other = await groups.create({ ...GROUP, name: 'other', platforms: ['anthropic'] });
    await channels.create(newChannel({ name: 'off', groupIds, status: 'inactive' }));
    await channels.create(newChannel({ name: 'elsewhere', groupIds: [other.id] }));
    const claude = { name: 'claude-sonnet-4-5', upstream: 'claude-sonnet-4-5' };
    await channels.create(
      newChannel({
        name: 'claude',
        provider: 'anthropic',
        groupIds: [...groupIds, other.id],
        models: [claude],
      }),
    );
    expect([offers('gpt-4o-mini'), offers('gpt-4o-mini', other.id), offers(claude.name)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(offers(claude.name, other.id)).toHaveLength(1);
  });

  it('serves every priced model on a channel without a list, dated versions included', async () => {
    const { channels, groups, groupIds, offers, snapshots, group } = await setUp();
    await groups.update(group.id, { platforms: ['anthropic'] });
    await channels.create(newChannel({ provider: 'anthropic', groupIds, models: [] }));
    expect(snapshots.current().groups.get(group.id)?.modelNames).toContain('claude-sonnet-4-5');
    const dated = 'claude-sonnet-4-5-20250929';
    expect(offers(dated)).toMatchObject([{ upstreamModel: dated, contextWindow: 200_000 }]);
    expect(offers(`anthropic/${dated}`)).toMatchObject([{ upstreamModel: dated }]);
    expect(offers(dated)).toBe(offers(dated));
    expect(snapshots.current().groups.get(group.id)?.offers.has(dated)).toBe(true);
    expect(offers('gpt-4o')).toBeUndefined();
    expect(offers(`openai/${dated}`)).toBeUndefined();
  });

  it('leaves out and reports a channel whose credentials do not open, without a secret', async () => {
    const world = await setUp();
    await world.channels.create(newChannel({ groupIds: world.groupIds }));
    const problems: string[] = [];
    const snapshots = createSnapshots({
      ...world,
      ownKeyFeePpm: 0,
      box: createSecretBox(new Secret('another master key of thirty-two!')),
      onProblem: (text) => problems.push(text),
    });
    await snapshots.refresh();
    expect(snapshots.current().groups.get(world.group.id)?.modelNames).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/^channel main is left out: .*master key/)]);
    expect(problems.join()).not.toContain('credential');
  });

  it('shares a read among calls that come together, and reads again for a call that comes later', async () => {
    const world = createDomainWorld(await open());
    const snapshots = createSnapshots({ ...world, ownKeyFeePpm: 0, onProblem: () => {} });
    const first = snapshots.refresh();
    await Promise.resolve().then(() => Promise.resolve());
    const group = await world.groups.create(GROUP);
    await Promise.all([snapshots.refresh(), snapshots.refresh(), snapshots.refresh()]);
    expect(snapshots.current().groups.has(group.id)).toBe(true);
    expect(snapshots.current().version).toBe(2);
    await first;
    expect(snapshots.current().groups.has(group.id)).toBe(true);
  });

  it('keeps what it has when a read fails, says so, and reads again at the next call', async () => {
    const { snapshots, database, offers, channels, groupIds } = await setUp();
    await channels.create(newChannel({ groupIds }));
    await database.db.schema.alterTable('models').renameTo('gone').execute();
    await expect(snapshots.refresh()).rejects.toThrow();
    expect(offers('gpt-4o-mini')).toHaveLength(1);
    await database.db.schema.alterTable('gone').renameTo('models').execute();
    await snapshots.refresh();
    expect(offers('gpt-4o-mini')).toHaveLength(1);
  });

  it('has the prices of an organization for that organization alone, and each from its moment on', async () => {
    const { channels, groupIds, group, snapshots, priceOverrides, organizations, advance, offers } =
      await setUp();
    await channels.create(newChannel({ groupIds }));
    const { organizationId } = await organizations.ensureDefault();
    const sourceFor = (id: Id<'org'>) =>
      groupFor(snapshots.current(), group.id, id)?.offers.get('gpt-4o-mini')?.[0]?.price?.source;
    const place = { scope: 'organization', scopeId: organizationId, model: 'gpt-4o-mini' } as const;
    await priceOverrides.create({ ...place, price: { input: '1' }, validFromMs: null });
    const first = `organization:${organizationId}/gpt-4o-mini@2026-10-01T12:00:00.000Z`;
    expect([sourceFor(organizationId), sourceFor('org_other')]).toEqual([
      first,
      'catalogue:openai/gpt-4o-mini',
    ]);
    expect(offers('gpt-4o-mini')?.[0]?.price?.source).toBe('catalogue:openai/gpt-4o-mini');
    expect(groupFor(snapshots.current(), 'grp_none', organizationId)).toBeUndefined();

    await priceOverrides.create({
      ...{ ...place, price: { input: '2' } },
      validFromMs: Date.parse('2026-10-01T12:00:01Z'),
    });
    expect(sourceFor(organizationId)).toBe(first);
    // The moment comes: the snapshot asks the clock by itself.
    advance(1_000);
    await expect
      .poll(() => sourceFor(organizationId), { timeout: 5_000 })
      .toBe(`organization:${organizationId}/gpt-4o-mini@2026-10-01T12:00:01.000Z`);
  });
});
