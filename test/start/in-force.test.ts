import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

/** Changes are felt within this, counted from before the change was asked for. */
const IN_FORCE_MS = 1_000;

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGatewayProcess();
});
afterAll(() => gateway.close());

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

interface Entry {
  readonly id: string;
  readonly name: string;
}

let key: MadeKey;
beforeEach(async () => {
  const name = `key ${crypto.randomUUID()}`;
  const created = await gateway.manage<MadeKey>('POST', '/keys', { name, group: 'default' });
  expect(created.status).toBe(201);
  key = created.body;
  // The key is in memory from here on, and so are its group and its wallet.
  expect(await ask()).toMatchObject({ status: 200 });
});

async function ask(model = 'gpt-test'): Promise<{ status: number; code?: string; cost?: number }> {
  const response = await gateway.post(
    '/v1/chat/completions',
    { model, messages: [{ role: 'user', content: 'repeat:10 hello' }] },
    { authorization: `Bearer ${key.key}` },
  );
  const { error, usage } = (await response.json()) as { error?: { code: string }; usage?: { cost: number } };
  return {
    status: response.status,
    ...(error === undefined ? {} : { code: error.code }),
    ...(usage === undefined ? {} : { cost: usage.cost }),
  };
}

/** Changes something and asks again at once. */
async function askAfter(
  method: string,
  path: string,
  body?: unknown,
  model?: string,
): ReturnType<typeof ask> {
  const startedMs = performance.now();
  const changed = await gateway.manage(method, path, body);
  expect(changed.status, JSON.stringify(changed.body)).toBeLessThan(300);
  const answer = await ask(model);
  expect(performance.now() - startedMs).toBeLessThan(IN_FORCE_MS);
  return answer;
}

const change = (patch: unknown): ReturnType<typeof ask> => askAfter('PATCH', `/keys/${key.id}`, patch);

async function idOf(collection: string, name: string): Promise<string> {
  const { body } = await gateway.manage<{ data: Entry[] }>('GET', `/${collection}?limit=100`);
  return body.data.find((entry) => entry.name === name)?.id ?? 'none';
}

describe('a change is in force at the next request', () => {
  it('a key that is disabled, enabled, deleted', async () => {
    expect(await change({ status: 'inactive' })).toEqual({ status: 401, code: 'invalid_api_key' });
    expect(await change({ status: 'active' })).toMatchObject({ status: 200 });
    expect(await askAfter('DELETE', `/keys/${key.id}`)).toEqual({ status: 401, code: 'invalid_api_key' });
  });

  it('its quota', async () => {
    expect(await change({ quota: '0.000001' })).toEqual({ status: 402, code: 'key_quota_exceeded' });
    expect(await change({ quota: '5' })).toMatchObject({ status: 200 });
    expect(await change({ quota: null })).toMatchObject({ status: 200 });
  });

  it('its models and its expiry', async () => {
    expect(await change({ models: ['claude-*'] })).toEqual({ status: 403, code: 'model_not_allowed' });
    const soon = new Date(Date.now() + 300);
    expect(await change({ models: [], expires_at: soon.toISOString() })).toMatchObject({ status: 200 });
    await delay(soon.getTime() - Date.now() + 5);
    expect(await ask()).toEqual({ status: 401, code: 'api_key_expired' });
    expect(await change({ expires_at: null })).toMatchObject({ status: 200 });
  });

  it('a price', async () => {
    const before = await ask();
    const price = { input: '2', output: '8', cache_read: '1', reasoning: '8' };
    const { cost = 0 } = await askAfter('PUT', '/models/gpt-test', { price });
    expect(cost).toBeCloseTo((before.cost ?? 0) * 2, 12);
  });

  it('a model of a channel', async () => {
    const channel = await idOf('channels', 'sim-openai');
    expect(await ask('another')).toEqual({ status: 404, code: 'model_not_found' });
    await gateway.manage('PUT', '/models/another', { price: { input: '1', output: '1' } });
    const models = ['gpt-test', 'another', { name: 'fast', upstream: 'gpt-test' }];
    expect(await askAfter('PATCH', `/channels/${channel}`, { models }, 'another')).toMatchObject({
      status: 200,
    });
    const without = { models: ['gpt-test', { name: 'fast', upstream: 'gpt-test' }] };
    expect(await askAfter('PATCH', `/channels/${channel}`, without, 'another')).toEqual({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('a channel that is disabled and enabled', async () => {
    const channel = await idOf('channels', 'sim-openai');
    const disabled = await askAfter('PATCH', `/channels/${channel}`, { status: 'inactive' });
    expect(disabled.status).toBeGreaterThanOrEqual(400);
    expect(await askAfter('PATCH', `/channels/${channel}`, { status: 'active' })).toMatchObject({
      status: 200,
    });
  });

  it('a group with another multiplier', async () => {
    const group = await idOf('groups', 'default');
    const before = await ask();
    const dearer = await askAfter('PATCH', `/groups/${group}`, { multiplier: '3' });
    expect(dearer.cost).toBeCloseTo((before.cost ?? 0) * 3, 12);
    await gateway.manage('PATCH', `/groups/${group}`, { multiplier: '1' });
  });

  it('the error format of a project', async () => {
    const project = await idOf('projects', 'Default');
    await gateway.manage('PATCH', `/projects/${project}`, { error_format: 'flat' });
    const refused = await gateway.post('/v1/chat/completions', {
      model: 'nothing',
      messages: [{ role: 'user', content: 'hello' }],
    });
    expect(await refused.json()).toMatchObject({ error: true, status: 404 });
    await gateway.manage('PATCH', `/projects/${project}`, { error_format: 'native' });
  });

  it('credit, also for a wallet that was refused for having none', async () => {
    const poor = await startGatewayProcess({ config: (url) => poorConfig(url) });
    try {
      const question = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };
      const refused = await poor.post('/v1/chat/completions', question);
      expect(refused.status).toBe(402);
      expect(await refused.json()).toMatchObject({ error: { code: 'insufficient_credits' } });
      const startedMs = performance.now();
      await poor.manage('POST', '/wallet/credit', { amount: '1' });
      expect((await poor.post('/v1/chat/completions', question)).status).toBe(200);
      expect(performance.now() - startedMs).toBeLessThan(IN_FORCE_MS);
    } finally {
      await poor.close();
    }
  });
});

/** One model, one key and no credit. */
function poorConfig(simulatorUrl: string): string {
  return `
groups: [{ name: default, platforms: [openai] }]
models: [{ name: gpt-test, price: { input: "1", output: "4" } }]
channels:
  - { name: sim, provider: openai, base_url: "${simulatorUrl}/openai/v1", credentials: ["sim-key"], models: [gpt-test], groups: [default], allow_private: true }
keys:
  - { name: test, project: Default, group: default, value: "${gateway.key}" }
`;
}
