import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathId } from '../path-ids.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { insertRequest } from '../testing/insert-request.ts';
import { createKey, createKeyWorld, LEAST_KEY } from '../testing/key-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createKeyWorld();
});

afterEach(() => world.close());

describe('GET /api/v1/keys/{id}', () => {
  it('200 with the status that follows from expiry and quota', async () => {
    const { path, id } = await createKey(world, {
      ...LEAST_KEY,
      quota: '1',
      expires_at: '2026-03-02T00:00:00Z',
    });
    await world.database.db
      .updateTable('api_keys')
      .set({ quota_used_nano: 1e9 })
      .where('id', '=', id)
      .execute();
    const exhausted = await world.call('GET', path);
    expect([exhausted.status, exhausted.field('status'), exhausted.field('quota_used')]).toEqual([
      200,
      'exhausted',
      '1',
    ]);
    world.time.ms += 86_400_000;
    expect((await world.call('GET', path)).field('status')).toBe('expired');
  });

  it('200 with what was spent in each window, counted in whole hours as limits count', async () => {
    const { path, id } = await createKey(world, { ...LEAST_KEY, spend_windows: { '5h': '1' } });
    const nowMs = world.time.ms;
    for (const hoursAgo of [0, 5, 6, 24 * 8]) {
      await insertRequest(world, nowMs - hoursAgo * 3_600_000, 'm', undefined, { keyId: pathId('key', id) });
    }
    world.time.ms = nowMs;
    const answer = await world.call('GET', path);
    expect(answer.field('spend_windows_used')).toEqual({
      '5h': '0.000003',
      '1d': '0.0000045',
      '7d': '0.0000045',
      '30d': '0.000006',
    });
    expect(JSON.parse((await world.call('GET', '/api/v1/keys')).text).data[0]).not.toHaveProperty(
      'spend_windows_used',
    );
  });

  it('404 for what is not there', async () => {
    expect((await world.call('GET', '/api/v1/keys/key_1')).status).toBe(404);
    expect((await world.call('GET', '/api/v1/keys/nonsense')).status).toBe(404);
  });
});

describe('PATCH /api/v1/keys/{id}', () => {
  it('200 changes what is given, disables and enables', async () => {
    const { path } = await createKey(world, { ...LEAST_KEY, quota: '1' });
    const changed = await world.call('PATCH', path, { name: 'new', quota: null, status: 'inactive' });
    expect(changed.status).toBe(200);
    expect([
      changed.field('name'),
      changed.field('quota'),
      changed.field('status'),
      changed.field('key'),
    ]).toEqual(['new', null, 'inactive', undefined]);
    expect((await world.call('PATCH', path, { status: 'active' })).field('status')).toBe('active');
  });

  it('200 leaves what is not given, and null clears', async () => {
    const policy = {
      limits: { rpm: 60, tpm: 1000, concurrency: 2, queue_limit: 5 },
      spend_windows: { '5h': '5', '1d': '10', '7d': null, '30d': null },
      models: ['gpt-*'],
      ip_allow: ['10.0.0.0/8'],
      iam_rules: [{ type: 'deny_models', values: ['x'] }],
      default_model: 'gpt-4o-mini',
      tags: { team: 'a' },
    };
    const { path } = await createKey(world, { ...LEAST_KEY, ...policy });
    const partly = await world.call('PATCH', path, { limits: { rpm: null }, spend_windows: { '1d': '11' } });
    expect(JSON.parse(partly.text)).toMatchObject({
      ...policy,
      limits: { rpm: null, tpm: 1000, concurrency: 2, queue_limit: 5 },
      spend_windows: { '5h': '5', '1d': '11', '7d': null, '30d': null },
    });
    const cleared = await world.call('PATCH', path, {
      limits: null,
      spend_windows: null,
      models: null,
      ip_allow: null,
      iam_rules: null,
      default_model: null,
      tags: null,
    });
    expect(JSON.parse(cleared.text)).toMatchObject({
      limits: { rpm: null, tpm: null, concurrency: null, queue_limit: 0 },
      spend_windows: { '5h': null, '1d': null, '7d': null, '30d': null },
      models: [],
      ip_allow: [],
      iam_rules: [],
      default_model: null,
      tags: {},
    });
  });

  it.each([
    [{ status: 'deleted' }, 'status'],
    [{ value: 'another-value-of-mine' }, 'value'],
    [{ image_batch_group: 'images' }, 'image_batch_group_id'],
    [{ limits: { tpm: 0 } }, 'limits.tpm'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    [{ ip_allow: ['x'] }, 'ip_allow.0'],
    [{ group: 'nowhere' }, 'group'],
  ])('400 for %j', async (body, param) => {
    const { path } = await createKey(world);
    const answer = await world.call('PATCH', path, body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });

  it('404 for what is not there', async () => {
    expect((await world.call('PATCH', '/api/v1/keys/key_1', { name: 'x' })).status).toBe(404);
  });

  it('409 for a deleted key', async () => {
    const { path } = await createKey(world);
    await world.call('DELETE', path);
    expect((await world.call('PATCH', path, { status: 'active' })).status).toBe(409);
  });
});

describe('DELETE /api/v1/keys/{id}', () => {
  it('200, and the key stays to be seen as deleted', async () => {
    const { path, id } = await createKey(world);
    const answer = await world.call('DELETE', path);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { id, object: 'api_key', deleted: true }]);
    expect((await world.call('GET', path)).field('status')).toBe('deleted');
  });

  it('404 for what is not there', async () => {
    expect((await world.call('DELETE', '/api/v1/keys/key_1')).status).toBe(404);
  });
});

describe('POST /api/v1/keys/{id}/reveal', () => {
  it('200 with the string, and an audit entry without it', async () => {
    const { path, key, id } = await createKey(world);
    world.time.ms += 1;
    const answer = await world.call('POST', `${path}/reveal`);
    expect([answer.status, answer.field('key')]).toEqual([200, key]);
    const audit = await world.call('GET', `/api/v1/audit?target_id=${id}&limit=1`);
    expect(audit.field('data.0.action')).toBe('key.reveal');
    expect(audit.field('data.0.actor')).toMatch(/^management:[0-9a-f]{4}$/);
    expect(audit.text).not.toContain(key);
  });

  it('403 where hashes alone are kept', async () => {
    await world.close();
    world = await createKeyWorld({ hashOnly: true });
    const { path } = await createKey(world);
    const answer = await world.call('POST', `${path}/reveal`);
    expect([answer.status, answer.field('error.code')]).toEqual([403, 'feature_disabled']);
  });

  it('404 and 409 for what is not there or deleted', async () => {
    expect((await world.call('POST', '/api/v1/keys/key_1/reveal')).status).toBe(404);
    const { path } = await createKey(world);
    await world.call('DELETE', path);
    expect((await world.call('POST', `${path}/reveal`)).status).toBe(409);
  });

  it('429 after ten in a minute, until time passes', async () => {
    const { path } = await createKey(world);
    for (let count = 0; count < 10; count += 1) {
      expect((await world.call('POST', `${path}/reveal`)).status).toBe(200);
    }
    const answer = await world.call('POST', `${path}/reveal`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '6']);
    world.time.ms += 6_000;
    expect((await world.call('POST', `${path}/reveal`)).status).toBe(200);
  });
});

describe('the key string', () => {
  it('is in no row of the database and in no refusal', async () => {
    const headers = { 'idempotency-key': 'one' };
    const custom = 'canary-key-of-the-tests';
    const refused = [await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, value: `${custom}!` })];
    const generated = String((await world.call('POST', '/api/v1/keys', LEAST_KEY, headers)).field('key'));
    const { path } = await createKey(world, { ...LEAST_KEY, value: custom });
    await world.call('POST', `${path}/reveal`, undefined, { 'idempotency-key': 'two' });
    await world.call('PATCH', path, { name: 'renamed' });
    refused.push(await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, value: custom }));
    refused.push(await world.call('POST', '/api/v1/keys', `{"value":"${custom}"`));
    refused.push(await world.call('GET', '/api/v1/keys', undefined, { authorization: `Bearer ${custom}` }));
    refused.push(await world.call('GET', `/api/v1/keys/${custom}`));
    await world.call('DELETE', path);
    const tables = ['api_keys', 'audit_entries', 'idempotency_records', 'projects', 'groups'] as const;
    const rows = [];
    for (const table of tables) {
      rows.push(await world.database.db.selectFrom(table).selectAll().execute());
    }
    expect(rows.map((found) => found.length > 0)).toEqual(tables.map(() => true));
    const everything = JSON.stringify(rows) + refused.map((answer) => answer.text).join();
    expect(everything).not.toContain(custom);
    expect(everything).not.toContain(generated);
  });
});
