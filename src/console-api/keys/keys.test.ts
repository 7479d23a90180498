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
      limits: { rpm: null, tpm: null, concurrency: null },
      spend_windows: { '5h': null, '1d': null, '7d': null, '30d': null },
      models: ['gpt-*'],
      ip_allow: [],
      ip_deny: [],
      iam_rules: [],
      tags: { team: 'a' },
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
    ['requests per minute', { ...LEAST_KEY, limits: { rpm: 60 } }, 'limits.rpm'],
    ['an unknown limit', { ...LEAST_KEY, limits: { rps: 60 } }, 'limits.rps'],
    ['a spend window', { ...LEAST_KEY, spend_windows: { '5h': '5.00' } }, 'spend_windows.5h'],
    ['an address list', { ...LEAST_KEY, ip_allow: ['10.0.0.0/8'] }, 'ip_allow'],
    ['an IAM rule', { ...LEAST_KEY, iam_rules: [{}] }, 'iam_rules'],
  ])('400 for %s, naming the field', async (_, body, param) => {
    const answer = await world.call('POST', '/api/v1/keys', body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
    expect(answer.field('error.type')).toBe('gateway_error');
    expect(answer.field('error.code')).toBe('invalid_request');
  });

  it('400 says that a limit would not be enforced', async () => {
    const answer = await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, limits: { rpm: 60 } });
    expect(answer.field('error.message')).toMatch(
      /^limits\.rpm: this version of the gateway does not enforce it/,
    );
  });

  it('409 for a value that is in use', async () => {
    await createKey(world, { ...LEAST_KEY, value: 'my-own-key-of-2026' });
    const answer = await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, value: 'my-own-key-of-2026' });
    expect([answer.status, answer.field('error.code')]).toEqual([409, 'conflict']);
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

  it.each(['limit=0', 'limit=101', 'cursor=x', 'organization_id=x', 'color=red'])(
    '400 for %s',
    async (query) => {
      const answer = await world.call('GET', `/api/v1/keys?${query}`);
      expect([answer.status, answer.field('error.param')]).toEqual([400, query.split('=')[0]]);
    },
  );
});
