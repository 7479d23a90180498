import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, TEST_KEY, type TestGateway, testConfig } from '../support/gateway.ts';

/** The gateway in front, whose key is the test key, and the one it stands before. */
let front: TestGateway;
let behind: TestGateway;

const BEHIND_KEY = 'key-of-the-gateway-behind';
const MODELS = ['gpt-test', 'claude-test', 'gemini-test', 'embed-test'];

const behindConfig = (simulator: string): string =>
  testConfig(simulator)
    .replace('gemini], multiplier', 'gemini, antigravity], multiplier')
    .replace(`value: "${TEST_KEY}"`, `value: "${BEHIND_KEY}"`)
    .replace(
      'channels:\n',
      `channels:
  - { name: pool, provider: antigravity, base_url: "${simulator}/antigravity", credentials: ["ya29.pool"], models: [gemini-test], groups: [default], priority: 1, allow_private: true }
`,
    );

const frontConfig = (): string => `
groups:
  - { name: default, platforms: [openai, anthropic, gemini, antigravity], multiplier: "2", translate: false }
models:
${MODELS.map((name) => `  - { name: ${name}, price: { input: "1", output: "1", cache_read: "1" } }`).join('\n')}
channels:
  - { name: other, provider: turnpike, base_url: "${behind.url}", credentials: ["${BEHIND_KEY}"], models: [${MODELS.join(', ')}], groups: [default], allow_private: true }
  - { name: other-pool, provider: antigravity-gateway, base_url: "${behind.url}/antigravity", credentials: ["${BEHIND_KEY}"], models: [gemini-test], groups: [default], priority: 1, allow_private: true }
projects:
  - { name: Default, mode: credits, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
`;

beforeAll(async () => {
  behind = await startTestGateway({ config: behindConfig });
  front = await startTestGateway({ config: frontConfig });
});
afterAll(async () => {
  await front.close();
  await behind.close();
});
beforeEach(() => behind.simulator.reset());

const messages = [{ role: 'user', content: 'hello there' }];
const contents = [{ role: 'user', parts: [{ text: 'hello there' }] }];

/** What came to the simulator at the end of the road. */
function arrived(): string[] {
  return behind.simulator.requests().map(({ path }) => path);
}

describe('provider turnpike', () => {
  it.each([
    ['/v1/chat/completions', { model: 'gpt-test', messages }, '/openai/v1/chat/completions'],
    ['/v1/responses', { model: 'gpt-test', input: 'hello there' }, '/openai/v1/responses'],
    ['/v1/embeddings', { model: 'embed-test', input: 'hello there' }, '/openai/v1/embeddings'],
    ['/v1/messages', { model: 'claude-test', max_tokens: 50, messages }, '/anthropic/v1/messages'],
    [
      '/v1beta/models/gemini-test:generateContent',
      { contents },
      '/gemini/v1beta/models/gemini-test:generateContent',
    ],
  ])('%s goes on as it is', async (path, body, end) => {
    const response = await front.post(path, body);
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.stringContaining('"cost":')]);
    expect(response.headers.get('x-turnpike-route')).toBe('pass-through');
    expect(response.headers.get('x-turnpike-channel')).toBe('other');
    expect(arrived()).toEqual([end]);
    // What the caller reads is what the caller pays, not what the gateway in between did.
    const usage = (JSON.parse(text) as Record<string, Record<string, number>>)[
      path.startsWith('/v1beta') ? 'usageMetadata' : 'usage'
    ];
    expect(text.match(/"cost":/g)).toHaveLength(1);
    expect(usage?.cost).toBe(Number(response.headers.get('x-turnpike-cost')));
  });

  it('streams, counts, and leaves the other’s limits and channels out of the answer', async () => {
    const asked = { model: 'claude-test', max_tokens: 50, messages };
    const stream = await front.post('/v1/messages', { ...asked, stream: true });
    expect(await stream.text()).toContain('event: message_stop');
    const counted = await front.post('/v1/messages/count_tokens', asked);
    expect(await counted.json()).toEqual({ input_tokens: 3 });
    const chat = await front.post('/v1/chat/completions', { model: 'gpt-test', messages, stream: true });
    const text = await chat.text();
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(chat.headers.get('x-turnpike-channel')).toBe('other');
  });

  it('its channel can be tested', async () => {
    const { body } = await front.manage<{ data: { id: string; name: string }[] }>('GET', '/channels');
    for (const { id } of body.data) {
      const tested = await front.manage('POST', `/channels/${id}/test`);
      expect(tested.body).toMatchObject({ ok: true, credentials: [{ status: 200 }] });
    }
  });
});

describe('provider antigravity-gateway', () => {
  it('reaches the forced pool of the other by its own addresses', async () => {
    const native = await front.post('/antigravity/v1beta/models/gemini-test:generateContent', { contents });
    expect([native.status, await native.text()]).toEqual([200, expect.stringContaining('hello there')]);
    const asked = { model: 'gemini-test', max_tokens: 50, messages };
    const claude = await front.post('/antigravity/v1/messages', asked);
    expect([claude.status, await claude.text()]).toEqual([200, expect.stringContaining('hello there')]);
    expect(claude.headers.get('x-turnpike-channel')).toBe('other-pool');
    expect(arrived()).toEqual(Array(2).fill('/antigravity/v1internal:streamGenerateContent'));
    const counted = await front.post('/antigravity/v1/messages/count_tokens', asked);
    expect(await counted.json()).toEqual({ input_tokens: 3 });
  });
});
