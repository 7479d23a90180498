import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKey, createKeyWorld, LEAST_KEY } from '../testing/key-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createKeyWorld();
});

afterEach(() => world.close());

describe('POST /api/v1/keys', () => {
  it('201 with the key as interfaces fix it', async () => {
    const answer = await world.call('POST', '/api/v1/keys', {
      ...LEAST_KEY,
      quota: '25.00',
      models: ['gpt-*'],
      tags: { team: 'a' },
      expires_at: '2026-12-31T23:59:59Z',
    });
    expect(answer.status).toBe(201);
    const key = String(answer.field('key'));
    expect(key).toMatch(/^sk-tp-[0-9A-Za-z]{49}$/);
    expect(JSON.parse(answer.text)).toEqual({
      id: expect.stringMatching(/^key_/),
      object: 'api_key',
      name: 'production-text',
      key,
      preview: `sk-tp-…${key.slice(-4)}`,
      type: 'general',
      organization_id: expect.stringMatching(/^org_/),
      project_id: expect.stringMatching(/^proj_/),
      group_id: expect.stringMatching(/^grp_/),
      image_batch_group_id: null,
      status: 'active',
      expires_at: '2026-12-31T23:59:59.000Z',
      quota: '25',
      quota_used: '0',
      limits: { rpm: null, tpm: null, concurrency: null, queue_limit: 0 },
      spend_windows: { '5h': null, '1d': null, '7d': null, '30d': null },
      models: ['gpt-*'],
      ip_allow: [],
      ip_deny: [],
      iam_rules: [],
      default_model: null,
      tags: { team: 'a' },
      created_by: null,
      leaked_at: null,
      last_used_at: null,
      created_at: '2026-03-01T12:00:00.000Z',
    });
  });

  it('201 for an image key, a custom value and null for unlimited', async () => {
    const image = await world.call('POST', '/api/v1/keys', { name: 'i', image_batch_group: 'images' });
    expect([image.status, image.field('type')]).toEqual([201, 'image']);
    const custom = await world.call('POST', '/api/v1/keys', {
      ...LEAST_KEY,
      value: 'my-own-key-of-2026',
      quota: null,
      limits: null,
      spend_windows: {},
      ip_allow: [],
    });
    expect([custom.status, custom.field('key'), custom.field('quota')]).toEqual([
      201,
      'my-own-key-of-2026',
      null,
    ]);
  });

  it.each([
    ['an unknown field', { ...LEAST_KEY, rate: 5 }, 'rate'],
    ['no name', { group: 'default' }, 'name'],
    ['a name of spaces', { ...LEAST_KEY, name: '  ' }, 'name'],
    ['no binding', { name: 'x' }, 'group_id'],
    ['both bindings', { ...LEAST_KEY, image_batch_group: 'images' }, 'image_batch_group_id'],
    ['an unknown group', { ...LEAST_KEY, group: 'nowhere' }, 'group'],
    ['a group by name and id', { ...LEAST_KEY, group_id: 'grp_1' }, 'group'],
    ['a group id that nothing has', { name: 'x', group_id: 'grp_1' }, 'group_id'],
    ['an id of another kind', { name: 'x', group_id: 'org_1' }, 'group_id'],
    ['an unknown project', { ...LEAST_KEY, project: 'nowhere' }, 'project'],
    ['money as a number', { ...LEAST_KEY, quota: 25 }, 'quota'],
    ['money finer than a nano-dollar', { ...LEAST_KEY, quota: '0.0000000001' }, 'quota'],
    ['negative money', { ...LEAST_KEY, quota: '-1' }, 'quota'],
    ['a time that is none', { ...LEAST_KEY, expires_at: 'tomorrow' }, 'expires_at'],
    ['a time that is past', { ...LEAST_KEY, expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['a short value', { ...LEAST_KEY, value: 'short' }, 'value'],
    ['a forged value', { ...LEAST_KEY, value: `sk-tp-${'z'.repeat(49)}` }, 'value'],
    ['a bad pattern', { ...LEAST_KEY, models: ['gpt 4'] }, 'models.0'],
    ['a tag that is no text', { ...LEAST_KEY, tags: { a: 1 } }, 'tags.a'],
    ['no requests at all', { ...LEAST_KEY, limits: { rpm: 0 } }, 'limits.rpm'],
    ['a part of a request', { ...LEAST_KEY, limits: { rpm: 1.5 } }, 'limits.rpm'],
    ['a limit as text', { ...LEAST_KEY, limits: { tpm: '60' } }, 'limits.tpm'],
    ['too many tokens', { ...LEAST_KEY, limits: { tpm: 1e15 } }, 'limits.tpm'],
    ['negative concurrency', { ...LEAST_KEY, limits: { concurrency: -1 } }, 'limits.concurrency'],
    ['an endless queue', { ...LEAST_KEY, limits: { queue_limit: 1e9 } }, 'limits.queue_limit'],
    ['an unknown limit', { ...LEAST_KEY, limits: { rps: 60 } }, 'limits.rps'],
    ['a negative window', { ...LEAST_KEY, spend_windows: { '5h': '-1' } }, 'spend_windows.5h'],
    ['an unknown window', { ...LEAST_KEY, spend_windows: { '2h': '1' } }, 'spend_windows.2h'],
    ['a malformed network', { ...LEAST_KEY, ip_allow: ['10.0.0.1', '10.0.0.0/33'] }, 'ip_allow.1'],
    ['a host name', { ...LEAST_KEY, ip_deny: ['localhost'] }, 'ip_deny.0'],
    ['too many addresses', { ...LEAST_KEY, ip_deny: Array(501).fill('10.0.0.1') }, 'ip_deny'],
    ['an empty rule', { ...LEAST_KEY, iam_rules: [{}] }, 'iam_rules.0.type'],
    [
      'a rule of an unknown type',
      { ...LEAST_KEY, iam_rules: [{ type: 'allow_all', values: ['x'] }] },
      'iam_rules.0.type',
    ],
    [
      'a rule without values',
      { ...LEAST_KEY, iam_rules: [{ type: 'allow_models', values: [] }] },
      'iam_rules.0.values',
    ],
    [
      'a price that is none',
      { ...LEAST_KEY, iam_rules: [{ type: 'allow_pricing', values: ['cheap'] }] },
      'iam_rules.0.values.0',
    ],
    ['a pattern as default model', { ...LEAST_KEY, default_model: 'gpt-*' }, 'default_model'],
    ['a long name', { ...LEAST_KEY, name: 'x'.repeat(201) }, 'name'],
    ['a name of two lines', { ...LEAST_KEY, name: 'a\nb' }, 'name'],
    ['a key of 15 characters', { ...LEAST_KEY, value: '123456789012345' }, 'value'],
    ['negative quota', { ...LEAST_KEY, quota: '-0.01' }, 'quota'],
    ["a stranger's project", { ...LEAST_KEY, project_id: 'proj_1' }, 'project_id'],
  ])('400 for %s, naming the field', async (_, body, param) => {
    const answer = await world.call('POST', '/api/v1/keys', body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
    expect(answer.field('error.type')).toBe('gateway_error');
    expect(answer.field('error.code')).toBe('invalid_request');
  });

  it('201 with the whole policy, as it was sent', async () => {
    const policy = {
      limits: { rpm: 60, tpm: 100_000, concurrency: 10, queue_limit: 5 },
      spend_windows: { '5h': '5', '1d': '10', '7d': null, '30d': '100.5' },
      ip_allow: ['10.0.0.0/8', '2001:db8::/32'],
      ip_deny: ['10.9.9.9'],
      iam_rules: [{ type: 'allow_models', values: ['gpt-*', 'a-model-of-next-year'] }],
      default_model: 'gpt-4o-mini',
    };
    const made = await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, ...policy });
    expect(made.status).toBe(201);
    expect(JSON.parse(made.text)).toMatchObject(policy);
    const read = await world.call('GET', `/api/v1/keys/${made.field('id')}`);
    expect(JSON.parse(read.text)).toMatchObject(policy);
  });

  it('leaves nothing behind when it refuses', async () => {
    await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, ip_allow: ['nowhere'] });
    expect((await world.call('GET', '/api/v1/keys')).field('data.0')).toBeUndefined();
  });

  it('400 for a value that is in use', async () => {
    await createKey(world, { ...LEAST_KEY, value: 'my-own-key-of-2026' });
    const answer = await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, value: 'my-own-key-of-2026' });
    expect([answer.status, answer.field('error.param')]).toEqual([400, 'value']);
    expect(answer.text).not.toContain('my-own-key-of-2026');
  });
});

describe('GET /api/v1/keys', () => {
  it('200 in parts, without the key strings', async () => {
    const keys = [await createKey(world), await createKey(world), await createKey(world)];
    const first = await world.call('GET', '/api/v1/keys?limit=2');
    expect([first.status, first.field('object'), first.field('has_more')]).toEqual([200, 'list', true]);
    const rest = await world.call('GET', `/api/v1/keys?limit=2&cursor=${first.field('next_cursor')}`);
    expect([rest.field('has_more'), rest.field('next_cursor')]).toEqual([false, null]);
    for (const { key, id } of keys) {
      expect(first.text + rest.text).not.toContain(key);
      expect(first.text + rest.text).toContain(id);
    }
  });

  it('200 by status and search', async () => {
    const { path } = await createKey(world);
    await createKey(world, { ...LEAST_KEY, name: 'staging' });
    await world.call('DELETE', path);
    const deleted = await world.call('GET', '/api/v1/keys?status=deleted');
    expect([deleted.field('data.0.name'), deleted.field('data.1')]).toEqual(['production-text', undefined]);
    const found = await world.call('GET', '/api/v1/keys?search=STAG');
    expect(found.field('data.0.name')).toBe('staging');
  });

  it('200 narrowed by status, type, group, tag and person', async () => {
    const { db } = world.database;
    const spent = await createKey(world, { ...LEAST_KEY, name: 'spent', quota: '1' });
    await db.updateTable('api_keys').set({ quota_used_nano: 1e9 }).where('id', '=', spent.id).execute();
    await createKey(world, { ...LEAST_KEY, name: 'old', expires_at: '2026-03-01T12:00:01Z' });
    await createKey(world, { ...LEAST_KEY, name: 'tagged', tags: { team: 'a,"b"', stage: 'live' } });
    await createKey(world, { name: 'pictures', image_batch_group: 'images', tags: { team: 'A' } });
    world.time.ms += 2_000;
    const names = async (query: string) => {
      const listed = await world.call('GET', `/api/v1/keys?sort=name&${query}`);
      return (JSON.parse(listed.text) as { data: { name: string }[] }).data.map(({ name }) => name);
    };
    const groupId = (await world.call('GET', '/api/v1/groups')).field('data.0.id');
    expect(await names('')).toEqual(['old', 'pictures', 'spent', 'tagged']);
    expect(await names('status=expired')).toEqual(['old']);
    expect(await names('status=exhausted')).toEqual(['spent']);
    expect(await names('status=active')).toEqual(['pictures', 'tagged']);
    expect(await names('type=image')).toEqual(['pictures']);
    expect(await names(`group_id=${groupId}`)).toEqual(['old', 'spent', 'tagged']);
    expect(await names('tag=team')).toEqual(['pictures', 'tagged']);
    expect(await names(`tag=${encodeURIComponent('team=a,"b"')}`)).toEqual(['tagged']);
    expect(await names('tag=stage=live')).toEqual(['tagged']);
    expect(await names('tag=team=a')).toEqual([]);
    expect(await names('created_by=usr_1')).toEqual([]);
  });

  it('200 in every order, part by part', async () => {
    const { db } = world.database;
    for (const [at, name] of ['b', 'A', 'c'].entries()) {
      const { id } = await createKey(world, { ...LEAST_KEY, name });
      const used = { last_used_at: at === 1 ? null : 10 - at, quota_used_nano: at };
      await db.updateTable('api_keys').set(used).where('id', '=', id).execute();
      world.time.ms += 1;
    }
    const ordered = async (query: string) => {
      const names: unknown[] = [];
      let cursor = '';
      do {
        const part = await world.call('GET', `/api/v1/keys?limit=1&${query}${cursor}`);
        names.push(part.field('data.0.name'));
        cursor = part.field('has_more') === true ? `&cursor=${part.field('next_cursor')}` : '';
      } while (cursor !== '');
      return names.join('');
    };
    expect(await ordered('')).toBe('cAb');
    expect(await ordered('order=asc')).toBe('bAc');
    expect(await ordered('sort=name')).toBe('Abc');
    expect(await ordered('sort=name&order=desc')).toBe('cbA');
    expect(await ordered('sort=last_used_at')).toBe('bcA');
    expect(await ordered('sort=quota_used&order=asc')).toBe('bAc');
  });

  it.each([
    'limit=0',
    'limit=101',
    'cursor=x',
    'organization_id=x',
    'color=red',
    'sort=color',
    'status=gone',
  ])('400 for %s', async (query) => {
    const answer = await world.call('GET', `/api/v1/keys?${query}`);
    expect([answer.status, answer.field('error.param')]).toEqual([400, query.split('=')[0]]);
  });
});
