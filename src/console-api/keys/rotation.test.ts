import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKey, createKeyWorld, LEAST_KEY } from '../testing/key-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createKeyWorld();
});

afterEach(() => world.close());

describe('POST /api/v1/keys/{id}/rotate', () => {
  it('200 with the key and its new string, which reveal gives from then on', async () => {
    const { path, key, id } = await createKey(world, { ...LEAST_KEY, quota: '5' });
    const answer = await world.call('POST', `${path}/rotate`, { overlap_s: 60 });
    expect([answer.status, answer.field('id'), answer.field('quota')]).toEqual([200, id, '5']);
    const rotated = String(answer.field('key'));
    expect(rotated).toMatch(/^sk-tp-[0-9A-Za-z]{49}$/);
    expect(rotated).not.toBe(key);
    expect(answer.field('preview')).toBe(`sk-tp-…${rotated.slice(-4)}`);
    expect((await world.call('POST', `${path}/reveal`)).field('key')).toBe(rotated);
  });

  it('200 with a string of the own choice, and without a body', async () => {
    const { path } = await createKey(world);
    const custom = await world.call('POST', `${path}/rotate`, { value: 'my-own-key-of-2027' });
    expect([custom.status, custom.field('key')]).toEqual([200, 'my-own-key-of-2027']);
    expect((await world.call('POST', `${path}/rotate`)).status).toBe(200);
    const json = { 'content-type': 'application/json' };
    expect((await world.call('POST', `${path}/rotate`, undefined, json)).status).toBe(200);
  });

  it('200 for an image key with an image key', async () => {
    const { path } = await createKey(world, { name: 'i', image_batch_group: 'images' });
    expect((await world.call('POST', `${path}/rotate`)).field('key')).toMatch(/^sk-tpi-/);
  });

  it.each([
    [{ overlap_s: -1 }, 'overlap_s'],
    [{ overlap_s: 1.5 }, 'overlap_s'],
    [{ overlap_s: 30 * 86_400 + 1 }, 'overlap_s'],
    [{ overlap_s: '60' }, 'overlap_s'],
    [{ value: 'short' }, 'value'],
    [{ overlap: 60 }, 'overlap'],
  ])('400 for %j, and the string stays', async (body, param) => {
    const { path, key } = await createKey(world);
    const answer = await world.call('POST', `${path}/rotate`, body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
    expect((await world.call('POST', `${path}/reveal`)).field('key')).toBe(key);
  });

  it('400 for a value that some key has or had, 409 for a deleted key', async () => {
    const { path, key } = await createKey(world);
    const other = await createKey(world);
    for (const value of [other.key, key]) {
      const answer = await world.call('POST', `${path}/rotate`, { value });
      expect([answer.status, answer.field('error.param')]).toEqual([400, 'value']);
      expect(answer.text).not.toContain(value);
    }
    await world.call('POST', `${path}/rotate`, { overlap_s: 0 });
    expect((await world.call('POST', `${path}/rotate`, { value: key })).status).toBe(400);
    expect((await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, value: key })).status).toBe(400);
    await world.call('DELETE', path);
    expect((await world.call('POST', `${path}/rotate`)).status).toBe(409);
  });

  it('404 for what is not there', async () => {
    expect((await world.call('POST', '/api/v1/keys/key_1/rotate')).status).toBe(404);
  });
});

describe('POST /api/v1/keys/bulk', () => {
  it('200 with what became of each', async () => {
    const [one, two] = [await createKey(world), await createKey(world)];
    await world.call('DELETE', two.path);
    const ids = [one.id, two.id, 'key_1', 'nonsense', one.id];
    const answer = await world.call('POST', '/api/v1/keys/bulk', { ids, action: 'disable' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).data).toEqual([
      { id: one.id, status: 'done', error: null },
      { id: two.id, status: 'refused', error: { code: 'conflict', message: expect.any(String) } },
      { id: 'key_1', status: 'refused', error: { code: 'not_found', message: expect.any(String) } },
      { id: 'nonsense', status: 'refused', error: { code: 'not_found', message: expect.any(String) } },
    ]);
    expect((await world.call('GET', one.path)).field('status')).toBe('inactive');
    await world.call('POST', '/api/v1/keys/bulk', { ids: [one.id], action: 'enable' });
    expect((await world.call('GET', one.path)).field('status')).toBe('active');
    await world.call('POST', '/api/v1/keys/bulk', { ids: [one.id], action: 'delete' });
    expect((await world.call('GET', one.path)).field('status')).toBe('deleted');
  });

  it.each([
    [{ ids: [], action: 'delete' }, 'ids'],
    [{ ids: Array(101).fill('key_1'), action: 'delete' }, 'ids'],
    [{ ids: ['key_1'], action: 'sell' }, 'action'],
  ])('400 for %j', async (body, param) => {
    const answer = await world.call('POST', '/api/v1/keys/bulk', body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });
});

describe('POST /api/v1/keys/leaked', () => {
  const reporter = { authorization: 'Bearer the-secret-of-the-scanner' };

  async function report(body: unknown, headers: Record<string, string | null> = reporter) {
    return world.call('POST', '/api/v1/keys/leaked', body, headers);
  }

  beforeEach(async () => {
    await world.close();
    world = await createKeyWorld({ leakReportSecret: new Secret('the-secret-of-the-scanner') });
  });

  it('200 with how many, disables them, tells their owner, and says no more', async () => {
    const [one, two] = [await createKey(world), await createKey(world)];
    world.time.ms += 1;
    const answer = await report({ keys: [one.key, two.key, one.key, 'nobody-has-this-key', 'x'] });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { object: 'leak_report', disabled: 2 }]);
    const seen = await world.call('GET', one.path);
    expect([seen.field('status'), seen.field('leaked_at')]).toEqual(['inactive', '2026-03-01T12:00:00.001Z']);
    const audit = await world.call('GET', `/api/v1/audit?target_id=${one.id}&limit=1`);
    expect(audit.field('data.0')).toMatchObject({
      action: 'key.leaked',
      actor: 'leak report',
      organization_id: seen.field('organization_id'),
    });
    expect(audit.text).not.toContain(one.key);
    expect((await report({ key: one.key })).field('disabled')).toBe(0);
  });

  it('200 ends the overlap of a string that was rotated away, and leaves the key alone', async () => {
    const { path, key } = await createKey(world);
    await world.call('POST', `${path}/rotate`);
    expect((await report({ key })).field('disabled')).toBe(1);
    expect((await world.call('GET', path)).field('status')).toBe('active');
    expect((await report({ key })).field('disabled')).toBe(0);
  });

  it('the key is enabled again after it was rotated, not before, and without an overlap', async () => {
    const { path, key } = await createKey(world);
    await report({ key });
    expect((await world.call('PATCH', path, { status: 'active' })).status).toBe(409);
    const rotated = await world.call('POST', `${path}/rotate`, { overlap_s: 3600 });
    expect([rotated.field('status'), rotated.field('leaked_at')]).toEqual(['inactive', null]);
    expect((await world.call('PATCH', path, { status: 'active' })).status).toBe(200);
    const rows = await world.database.db.selectFrom('retired_key_values').select('expires_at').execute();
    expect(rows).toEqual([{ expires_at: world.time.ms }]);
  });

  it.each([
    ['nothing', {}, ''],
    ['both', { key: 'x', keys: ['x'] }, ''],
    ['no text', { keys: [1] }, 'keys.0'],
    ['an unknown field', { kyes: [] }, 'kyes'],
  ])('400 for %s', async (_, body, param) => {
    const answer = await report(body);
    expect([answer.status, answer.field('error.param') ?? '']).toEqual([400, param]);
  });

  it('401 without the secret, whatever else is known', async () => {
    const { key } = await createKey(world);
    for (const authorization of [null, 'Bearer the-secret-of-the-scanner!', 'the-secret-of-the-scanner']) {
      expect((await report({ key }, { authorization })).status).toBe(401);
    }
    const answer = await world.call('POST', '/api/v1/keys/leaked', { key });
    expect(answer.status).toBe(401);
  });

  it('the secret opens nothing else', async () => {
    expect((await world.call('GET', '/api/v1/keys', undefined, reporter)).status).toBe(401);
  });

  it('404 where no secret is set', async () => {
    await world.close();
    world = await createKeyWorld();
    expect((await report({ key: 'x' })).status).toBe(404);
  });
});
