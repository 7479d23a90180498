import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';

const DEAR_KEY = 'key-of-the-dear-group-01';
const NARROW_KEY = 'key-with-few-models-01';
const QUOTA_KEY = 'key-with-a-quota-0001';

/** The usual models, and a group that pays one and a half times as much. */
function config(simulatorUrl: string): string {
  return testConfig(simulatorUrl)
    .replace(
      'models:\n',
      '  - { name: dear, platforms: [openai, anthropic, gemini], multiplier: "1.5" }\nmodels:\n',
    )
    .replaceAll('groups: [default]', 'groups: [default, dear]');
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config });
  for (const key of [
    { name: 'dear', group: 'dear', value: DEAR_KEY },
    { name: 'narrow', group: 'default', value: NARROW_KEY, models: ['gpt-*', '*/gemini-test'] },
    { name: 'quota', group: 'default', value: QUOTA_KEY, quota: '0.5', expires_at: IN_A_YEAR },
  ]) {
    expect((await gateway.manage('POST', '/keys', { project: 'Default', ...key })).status).toBe(201);
  }
});
afterAll(() => gateway.close());

const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString();

type Json = Record<string, unknown>;

async function read<T = Json>(
  path: string,
  headers: Record<string, string> = {},
  key = gateway.key,
): Promise<T> {
  const response = await gateway.get(path, { authorization: `Bearer ${key}`, ...headers });
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  return (await response.json()) as T;
}

const ALL = [
  'claude-test',
  'embed-test',
  'fast',
  'free-test',
  'gemini-test',
  'google/gemini-test',
  'gpt-test',
  'unpriced-test',
];

describe('GET /v1/models', () => {
  it('in the shape of OpenAI', async () => {
    const list = await read<{ object: string; data: ({ id: string } & Json)[] }>('/v1/models');
    expect(list.object).toBe('list');
    // A priced model can also be asked for with its provider in front; only the plain names are compared.
    expect(list.data.map(({ id }) => id)).toEqual(expect.arrayContaining(ALL));
    expect(list.data.find(({ id }) => id === 'gpt-test')).toMatchObject({
      object: 'model',
      created: expect.any(Number),
      owned_by: 'openai',
      category: 'text',
      modalities: { input: ['text'], output: ['text'] },
      context_window: null,
      capabilities: { streaming: true },
      price: { unit: 'USD per million tokens', input: '1', output: '4', cache_read: '0.5' },
    });
    expect(list.data.find(({ id }) => id === 'embed-test')).toMatchObject({
      category: 'embedding',
      modalities: { input: ['text'], output: ['embedding'] },
      price: { input: '0.1' },
    });
    expect(list.data.find(({ id }) => id === 'unpriced-test')).toMatchObject({ price: null });
    expect(list.data.find(({ id }) => id === 'free-test')).toMatchObject({
      price: { input: '0', output: '0' },
    });
  });

  it('in the shape of Anthropic for its clients, with every model that can answer a message', async () => {
    const list = await read<{ data: Json[] }>('/v1/models', { 'anthropic-version': '2023-06-01' });
    expect(list).toMatchObject({ has_more: false, first_id: 'claude-test', last_id: expect.any(String) });
    expect(list.data[0]).toMatchObject({
      id: 'claude-test',
      type: 'model',
      display_name: 'claude-test',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      price: { input: '3', output: '15', cache_write_5m: '3.75', cache_write_1h: '6' },
    });
    const ids = list.data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['claude-test', 'gpt-test', 'gemini-test']));
    expect(ids).not.toContain('embed-test');
  });

  it('in the shape of Codex, with every field it cannot do without', async () => {
    const list = await read<{ models: Json[] }>('/v1/models?client_version=0.50.0');
    const model = list.models.find(({ slug }) => slug === 'gpt-test');
    expect(model).toEqual({
      slug: 'gpt-test',
      display_name: 'gpt-test',
      description: expect.any(String),
      default_reasoning_level: 'medium',
      supported_reasoning_levels: ['low', 'medium', 'high'].map((effort) => ({
        effort,
        description: effort,
      })),
      shell_type: 'shell_command',
      visibility: 'list',
      supported_in_api: true,
      priority: expect.any(Number),
      upgrade: null,
      base_instructions: expect.any(String),
      supports_reasoning_summaries: true,
      support_verbosity: expect.any(Boolean),
      default_verbosity: null,
      apply_patch_tool_type: null,
      truncation_policy: { mode: 'tokens', limit: 10_000 },
      supports_parallel_tool_calls: true,
      context_window: expect.any(Number),
      experimental_supported_tools: [],
    });
  });

  it('shows what the asking key pays', async () => {
    const list = await read<{ data: ({ id: string } & Json)[] }>('/v1/models', {}, DEAR_KEY);
    expect(list.data.find(({ id }) => id === 'gpt-test')).toMatchObject({
      price: { input: '1.5', output: '6', cache_read: '0.75' },
    });
    const response = await gateway.post(
      '/v1/chat/completions',
      { model: 'gpt-test', messages: [{ role: 'user', content: 'repeat:100 x' }] },
      { authorization: `Bearer ${DEAR_KEY}` },
    );
    const { usage } = (await response.json()) as { usage: Record<string, number> };
    const tokens = (usage.prompt_tokens ?? 0) * 1.5 + (usage.completion_tokens ?? 0) * 6;
    expect(usage.cost).toBeCloseTo(tokens / 1_000_000, 9);
  });

  it('lists what the key may use and nothing else, in every shape', async () => {
    const isAllowed = (id: unknown): boolean => /^gpt-|\/gemini-test$/.test(String(id));
    const openai = await read<{ data: Json[] }>('/v1/models', {}, NARROW_KEY);
    const codex = await read<{ models: Json[] }>('/v1/models?client_version=1', {}, NARROW_KEY);
    const gemini = await read<{ models: Json[] }>('/v1beta/models', {}, NARROW_KEY);
    const names = [
      ...openai.data.map(({ id }) => id),
      ...codex.models.map(({ slug }) => slug),
      ...gemini.models.map(({ name }) => String(name).replace(/^models\//, '')),
    ];
    expect(names).toEqual(expect.arrayContaining(['gpt-test', 'google/gemini-test']));
    expect(names.filter((name) => !isAllowed(name))).toEqual([]);
    const anthropic = await read<Json>('/v1/models', { 'anthropic-version': '2023-06-01' }, NARROW_KEY);
    expect((anthropic.data as Json[]).map(({ id }) => id).filter((id) => !isAllowed(id))).toEqual([]);
  });

  it('GET /v1/models/{id}, slashes in it or not', async () => {
    expect(await read('/v1/models/gpt-test')).toMatchObject({ id: 'gpt-test', object: 'model' });
    expect(await read('/v1/models/google/gemini-test')).toMatchObject({ id: 'google/gemini-test' });
    expect(await read('/v1/models/google%2Fgemini-test')).toMatchObject({ id: 'google/gemini-test' });
    const anthropic = { 'anthropic-version': '2023-06-01' };
    expect(await read('/v1/models/claude-test', anthropic)).toMatchObject({
      id: 'claude-test',
      type: 'model',
    });
  });
});

describe('GET /v1beta/models', () => {
  it('in the shape of Gemini, with every model that can generate, and with the key in the query', async () => {
    const response = await fetch(`${gateway.url}/v1beta/models?key=${gateway.key}`);
    const { models } = (await response.json()) as { models: Json[] };
    expect(models.find(({ name }) => name === 'models/gemini-test')).toMatchObject({
      version: expect.any(String),
      displayName: 'gemini-test',
      supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
      category: 'text',
      price: { input: '0.5', output: '2' },
    });
    const names = models.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['models/gpt-test', 'models/claude-test']));
    expect(names).not.toContain('models/embed-test');
    expect(await read('/v1beta/models/gemini-test')).toMatchObject({ name: 'models/gemini-test' });
  });
});

describe('GET /v1/key', () => {
  it('says what the key is and what is left, never the key', async () => {
    const key = await read('/v1/key', {}, QUOTA_KEY);
    expect(key).toMatchObject({
      id: expect.stringMatching(/^key_/),
      object: 'api_key',
      name: 'quota',
      type: 'general',
      group: 'default',
      status: 'active',
      quota: '0.5',
      quota_used: '0',
      quota_remaining: '0.5',
      expires_at: IN_A_YEAR,
      unit: 'USD',
      models: [],
    });
    expect(JSON.stringify(key)).not.toContain(QUOTA_KEY);
  });

  it('counts at once', async () => {
    const before = await read<{ quota_remaining: string }>('/v1/key', {}, QUOTA_KEY);
    const asked = { model: 'gpt-test', max_tokens: 50, messages: [{ role: 'user', content: 'repeat:50 x' }] };
    const answer = await gateway.post('/v1/chat/completions', asked, {
      authorization: `Bearer ${QUOTA_KEY}`,
    });
    const { usage } = (await answer.json()) as { usage: { cost: number } };
    const after = await read<{ quota_used: string; quota_remaining: string }>('/v1/key', {}, QUOTA_KEY);
    expect(Number(after.quota_used)).toBeCloseTo(usage.cost, 9);
    expect(Number(before.quota_remaining) - Number(after.quota_remaining)).toBeCloseTo(usage.cost, 9);
  });
});
