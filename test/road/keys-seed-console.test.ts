import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyGateway, startKeyGateway } from '../support/road/key-gateway.ts';

let gateway: KeyGateway;
beforeAll(async () => {
  gateway = await startKeyGateway();
});
afterAll(() => gateway.close());

async function show(id: string): Promise<Record<string, unknown>> {
  return (await gateway.manage('GET', `/keys/${id}`)).body;
}

async function requestsOf(keyId: string): Promise<number> {
  const { body } = await gateway.manage<{ data: unknown[] }>('GET', `/requests?key_id=${keyId}`);
  return body.data.length;
}

describe('the key list', () => {
  it('has name, status, quota, expiry and IP restriction of every key', async () => {
    const { id } = await gateway.makeKey({
      name: 'Production',
      quota: '25.00',
      expires_at: '2099-01-01T00:00:00Z',
      ip_allow: ['10.0.0.0/8'],
    });
    const listed = await gateway.manage<{ data: Record<string, unknown>[] }>(
      'GET',
      '/keys?search=production',
    );
    expect(listed.body.data).toMatchObject([
      {
        id,
        name: 'Production',
        status: 'active',
        quota: '25',
        expires_at: '2099-01-01T00:00:00.000Z',
        ip_allow: ['10.0.0.0/8'],
      },
    ]);
    const plain = await gateway.makeKey({ name: 'Permanent' });
    expect(await show(plain.id)).toMatchObject({ expires_at: null, quota: null, ip_allow: [], models: [] });
  });

  it('shows a key that has run out as expired, and one that is used up as exhausted', async () => {
    const soon = new Date(Date.now() + 150).toISOString();
    const expired = await gateway.makeKey({ name: 'expired', expires_at: soon });
    const exhausted = await gateway.makeKey({ name: 'exhausted', quota: '0' });
    await delay(200);
    expect(await show(expired.id)).toMatchObject({ status: 'expired' });
    expect(await show(exhausted.id)).toMatchObject({ status: 'exhausted' });
    expect(await gateway.ask(expired.key)).toMatchObject({
      status: 401,
      body: { error: { code: 'api_key_expired' } },
    });
    expect((await gateway.ask(exhausted.key)).status).toBe(402);
    for (const { key } of [expired, exhausted]) {
      for (const path of ['/v1/key', '/v1/usage', '/v1/models']) {
        expect((await gateway.get(path, { 'x-api-key': key })).status, path).toBe(200);
      }
    }
  });

  it('says within seconds when a key was used last', async () => {
    const { id, key } = await gateway.makeKey();
    expect(await show(id)).toMatchObject({ last_used_at: null });
    const before = Date.now();
    await gateway.ask(key);
    await expect
      .poll(async () => (await show(id)).last_used_at, { timeout: 3_000 })
      .toEqual(expect.any(String));
    expect(Date.parse(String((await show(id)).last_used_at))).toBeGreaterThanOrEqual(before);
  });
});

describe('options of a key', () => {
  it('model restrictions: those models alone, and every one when left blank', async () => {
    const restricted = await gateway.makeKey({ models: ['claude-*', 'embed-test'] });
    expect(await gateway.ask(restricted.key)).toMatchObject({
      status: 403,
      body: { error: { code: 'model_not_allowed' } },
    });
    await gateway.manage('PATCH', `/keys/${restricted.id}`, { models: [] });
    expect((await gateway.ask(restricted.key)).status).toBe(200);
  });

  it('group: each has its own price multiplier', async () => {
    const group = { name: 'dear', platforms: ['openai'], multiplier: '3' };
    await gateway.manage('POST', '/groups', group);
    const channels = await gateway.manage<{ data: { id: string; name: string }[] }>('GET', '/channels');
    const channel = channels.body.data.find(({ name }) => name === 'sim-openai');
    await gateway.manage('PATCH', `/channels/${channel?.id}`, { groups: ['default', 'dear'] });
    const [usual, dear] = [await gateway.makeKey(), await gateway.makeKey({ group: 'dear' })];
    const costs = [];
    for (const { key } of [usual, dear]) {
      const { body } = await gateway.ask(key);
      costs.push(Math.round(Number((body.usage as { cost: string }).cost) * 1e9));
    }
    expect(costs[1]).toBe((costs[0] ?? 0) * 3);
  });

  it('IP whitelist: from there alone, and from everywhere when left blank', async () => {
    const { id, key } = await gateway.makeKey({ ip_allow: ['203.0.113.0/24'] });
    expect((await gateway.ask(key, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(200);
    expect(await gateway.ask(key, { 'x-forwarded-for': '198.51.100.1' })).toMatchObject({
      status: 403,
      body: { error: { code: 'ip_not_allowed' } },
    });
    await gateway.manage('PATCH', `/keys/${id}`, { ip_allow: [] });
    expect((await gateway.ask(key, { 'x-forwarded-for': '198.51.100.1' })).status).toBe(200);
  });
});

describe('one key', () => {
  it('is copied at any time, and no edit changes its string', async () => {
    const { id, key } = await gateway.makeKey({ name: 'copied' });
    const edits = {
      name: 'edited',
      expires_at: '2099-01-01T00:00:00Z',
      quota: '7',
      models: ['gpt-*'],
      ip_allow: [],
    };
    const edited = await gateway.manage('PATCH', `/keys/${id}`, edits);
    expect(edited.body).toMatchObject({ name: 'edited', quota: '7', models: ['gpt-*'] });
    expect((await gateway.manage('PATCH', `/keys/${id}`, { value: 'another-key-0123456789' })).status).toBe(
      400,
    );
    for (let copies = 0; copies < 2; copies += 1) {
      expect((await gateway.manage('POST', `/keys/${id}/reveal`)).body).toMatchObject({ key });
    }
  });

  it('that is disabled stops at once and keeps its configuration and usage; enabled, it goes on', async () => {
    const { id, key } = await gateway.makeKey({ quota: '5', tags: { team: 'a' } });
    await gateway.ask(key);
    await gateway.manage('PATCH', `/keys/${id}`, { status: 'inactive' });
    expect((await gateway.ask(key)).status).toBe(401);
    expect(await show(id)).toMatchObject({ status: 'inactive', quota: '5', tags: { team: 'a' } });
    await gateway.manage('PATCH', `/keys/${id}`, { status: 'active' });
    expect((await gateway.ask(key)).status).toBe(200);
    await expect.poll(() => requestsOf(id), { timeout: 3_000 }).toBeGreaterThanOrEqual(2);
  });

  it('that is deleted is refused at once and never comes back; its usage history stays', async () => {
    const { id, key } = await gateway.makeKey();
    await gateway.ask(key);
    await gateway.manage('DELETE', `/keys/${id}`);
    expect((await gateway.ask(key)).status).toBe(401);
    expect((await gateway.manage('PATCH', `/keys/${id}`, { status: 'active' })).status).toBe(409);
    expect((await gateway.manage('POST', `/keys/${id}/reveal`)).status).toBe(409);
    await expect.poll(() => requestsOf(id), { timeout: 3_000 }).toBeGreaterThanOrEqual(1);
  });
});
