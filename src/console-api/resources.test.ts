import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from './testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

interface Case {
  readonly path: string;
  readonly least: object;
  readonly shown: object;
  readonly patch: object;
  readonly patched: object;
  readonly bad: readonly (readonly [object, string])[];
  readonly unknown: string;
}

const CASES: readonly Case[] = [
  {
    path: '/api/v1/projects',
    least: { name: 'p' },
    shown: { object: 'project', name: 'p', mode: 'credits', error_format: 'native' },
    patch: { mode: 'hybrid', error_format: 'flat', media_retention_days: 7 },
    patched: { name: 'p', mode: 'hybrid', error_format: 'flat', media_retention_days: 7 },
    bad: [
      [{}, 'name'],
      [{ name: 'x', media_retention_days: 1.5 }, 'media_retention_days'],
      [{ name: 'x', mode: 'free' }, 'mode'],
      [{ name: 'x', color: 'red' }, 'color'],
    ],
    unknown: 'proj_1',
  },
  {
    path: '/api/v1/groups',
    least: { name: 'g', platforms: ['openai'], multiplier: '1.25' },
    shown: { object: 'group', name: 'g', platforms: ['openai'], multiplier: '1.25', translate: true },
    patch: { translate: false, multiplier: '2' },
    patched: { name: 'g', platforms: ['openai'], multiplier: '2', translate: false },
    bad: [
      [{ name: 'x' }, 'platforms'],
      [{ name: 'x', platforms: [] }, 'platforms'],
      [{ name: 'x', platforms: ['nobody'] }, 'platforms.0'],
      [{ name: 'x', platforms: ['openai'], multiplier: '-1' }, 'multiplier'],
    ],
    unknown: 'grp_1',
  },
  {
    path: '/api/v1/image-batch-groups',
    least: { name: 'i', models: ['m'], prices: { '1K': '0.04' } },
    shown: {
      object: 'image_batch_group',
      name: 'i',
      concurrency: 4,
      queue_limit: 100,
      prices: { '1K': '0.04' },
    },
    patch: { queue_limit: 5 },
    patched: { name: 'i', models: ['m'], concurrency: 4, queue_limit: 5 },
    bad: [
      [{ name: 'x', concurrency: 0 }, 'concurrency'],
      [{ name: 'x', prices: { '1K': 4 } }, 'prices.1K'],
    ],
    unknown: 'ibg_1',
  },
  {
    path: '/api/v1/channels',
    least: {
      name: 'c',
      provider: 'openai',
      base_url: 'http://127.0.0.1:9400/openai/v1',
      credentials: ['sk-upstream-canary-1234'],
      models: ['gpt-4o-mini', { name: 'fast', upstream: 'gpt-4o-mini' }],
      allow_private: true,
    },
    shown: {
      object: 'channel',
      name: 'c',
      provider: 'openai',
      base_url: 'http://127.0.0.1:9400/openai/v1',
      credentials: [{ last4: '1234' }],
      models: [
        { name: 'gpt-4o-mini', upstream: 'gpt-4o-mini' },
        { name: 'fast', upstream: 'gpt-4o-mini' },
      ],
      groups: [],
      weight: 1,
      allow_private: true,
      status: 'active',
    },
    patch: { priority: 3, status: 'inactive', credentials: ['sk-upstream-canary-5678'] },
    patched: { name: 'c', priority: 3, status: 'inactive', credentials: [{ last4: '5678' }], weight: 1 },
    bad: [
      [{ provider: 'openai' }, 'name'],
      [{ name: 'x', provider: 'nobody', credentials: ['k'] }, 'provider'],
      [{ name: 'x', provider: 'openai', credentials: ['k'], groups: ['nowhere'] }, 'groups.0'],
      [{ name: 'x', provider: 'openai', credentials: ['k'], base_url: 'ftp://x' }, 'base_url'],
      [{ name: 'x', provider: 'openai', credentials: [5] }, 'credentials.0'],
    ],
    unknown: 'chan_1',
  },
];

describe.each(CASES)('$path', ({ path, least, shown, patch, patched, bad, unknown }) => {
  it('POST 201, GET 200 alone and in the list', async () => {
    const made = await world.call('POST', path, least);
    expect(made.status).toBe(201);
    expect(JSON.parse(made.text)).toMatchObject(shown);
    const one = await world.call('GET', `${path}/${made.field('id')}`);
    expect([one.status, one.text]).toEqual([200, made.text]);
    const list = await world.call('GET', path);
    expect(list.status).toBe(200);
    // A list shows no secrets, not even to those who may see them.
    const { webhook_secret: _, ...listed } = JSON.parse(made.text);
    expect(list.field('data')).toContainEqual(listed);
    expect(list.text).not.toContain('canary');
  });

  it('POST 409 for a name that is taken', async () => {
    await world.call('POST', path, least);
    const again = await world.call('POST', path, least);
    expect([again.status, again.field('error.code')]).toEqual([409, 'conflict']);
  });

  it.each(bad)('POST 400 for %j, naming %s', async (body, param) => {
    const answer = await world.call('POST', path, body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });

  it('PATCH 200 changes what is given and nothing else', async () => {
    const made = await world.call('POST', path, least);
    const answer = await world.call('PATCH', `${path}/${made.field('id')}`, patch);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject(patched);
    expect((await world.call('GET', `${path}/${made.field('id')}`)).text).toBe(answer.text);
  });

  it('DELETE 200, then 404', async () => {
    const made = await world.call('POST', path, least);
    const onePath = `${path}/${made.field('id')}`;
    const answer = await world.call('DELETE', onePath);
    expect([answer.status, answer.field('deleted')]).toEqual([200, true]);
    expect((await world.call('GET', onePath)).status).toBe(404);
    expect((await world.call('DELETE', onePath)).status).toBe(404);
    expect((await world.call('PATCH', onePath, patch)).status).toBe(404);
    expect((await world.call('GET', `${path}/${unknown}`)).status).toBe(404);
  });

  it('is audited, without secrets', async () => {
    const made = await world.call('POST', path, least);
    await world.call('PATCH', `${path}/${made.field('id')}`, patch);
    await world.call('DELETE', `${path}/${made.field('id')}`);
    const audit = await world.call('GET', `/api/v1/audit?target_id=${made.field('id')}`);
    const actions = [0, 1, 2].map((at) => String(audit.field(`data.${at}.action`)).split('.')[1]);
    expect(actions.sort()).toEqual(['create', 'delete', 'update']);
    expect(audit.text).not.toContain('canary');
  });
});

describe('DELETE of what is in use', () => {
  it('409 for a group with keys', async () => {
    const group = await world.call('POST', '/api/v1/groups', { name: 'g', platforms: ['openai'] });
    const key = await world.call('POST', '/api/v1/keys', { name: 'k', group: 'g' });
    const path = `/api/v1/groups/${group.field('id')}`;
    expect((await world.call('DELETE', path)).status).toBe(409);
    await world.call('DELETE', `/api/v1/keys/${key.field('id')}`);
    expect((await world.call('DELETE', path)).status).toBe(200);
  });
});

describe('GET lists in parts', () => {
  it('200 goes on where it stopped, 400 for a cursor that is gone', async () => {
    for (const name of ['a', 'b', 'c']) {
      await world.call('POST', '/api/v1/groups', { name, platforms: ['openai'] });
    }
    const first = await world.call('GET', '/api/v1/groups?limit=2');
    expect(first.field('has_more')).toBe(true);
    const rest = await world.call('GET', `/api/v1/groups?limit=2&cursor=${first.field('next_cursor')}`);
    expect([rest.field('data.0.name'), rest.field('has_more')]).toEqual(['c', false]);
    const gone = await world.call('GET', '/api/v1/groups?cursor=grp_gone');
    expect([gone.status, gone.field('error.param')]).toEqual([400, 'cursor']);
  });
});
