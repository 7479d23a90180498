import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_TOKEN, GOOGLE_API_KEY, serveVertex, type Vertex } from '../support/clouds/vertex.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';

let cloud: Vertex;
let gateway: TestGateway;
beforeAll(async () => {
  cloud = await serveVertex();
  gateway = await startTestGateway({ config });
});
afterAll(async () => {
  await gateway.close();
  cloud.close();
});
beforeEach(() => {
  cloud.arrived.length = 0;
});

const GOOGLE = '/v1/projects/p/locations/l/publishers/google';
const ANTHROPIC = '/v1/projects/p/locations/l/publishers/anthropic';
const MODELS = ['by-account', 'by-token', 'by-key', 'forged', 'claude-test'];

const channel = (name: string, credential: string): string => `
  - name: ${name}
    provider: ${name === 'claude-test' ? 'vertex-anthropic' : 'vertex'}
    base_url: "${cloud.url}${name === 'claude-test' ? ANTHROPIC : GOOGLE}"
    credentials: ['${credential}']
    models: [${name}]
    groups: [default]
    allow_private: true`;

const config = (): string => `
groups:
  - { name: default, platforms: [openai, gemini, anthropic], translate: true }
models:
${MODELS.map((name) => `  - { name: ${name}, price: { input: "3", output: "15" } }`).join('\n')}
channels:
${[
  channel('by-account', cloud.account()),
  channel('by-token', ACCESS_TOKEN),
  channel('by-key', GOOGLE_API_KEY),
  channel('forged', cloud.account('forger@project', true)),
  channel('claude-test', cloud.account('claude@project')),
].join('')}
projects:
  - { name: Default, mode: credits, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
`;

const contents = [{ role: 'user', parts: [{ text: 'hello' }] }];
const generate = (model: string, method = 'generateContent'): Promise<Response> =>
  gateway.post(`/v1beta/models/${model}:${method}`, { contents });

/** What the cloud's models were asked with. */
function credentials(): unknown[] {
  return cloud.arrived
    .filter(({ path }) => path !== '/token')
    .map(({ headers }) => headers.authorization ?? headers['x-goog-api-key']);
}

describe('Gemini on Vertex AI', () => {
  it('goes to the address of the project, whole, streamed and counted', async () => {
    const whole = await generate('by-token');
    expect(await whole.json()).toMatchObject({ candidates: [{ content: { parts: [{ text: 'Grüße' }] } }] });
    const stream = await gateway.post('/v1beta/models/by-token:streamGenerateContent?alt=sse', { contents });
    expect(await stream.text()).toContain('data: {"candidates"');
    expect(await (await generate('by-token', 'countTokens')).json()).toEqual({ totalTokens: 11 });
    expect(cloud.arrived.map(({ path }) => path)).toEqual([
      `${GOOGLE}/models/by-token:generateContent`,
      `${GOOGLE}/models/by-token:streamGenerateContent?alt=sse`,
      `${GOOGLE}/models/by-token:countTokens`,
    ]);
    await expect
      .poll(async () => (await gateway.requests()).map(({ charge }) => charge.amount))
      .toContain('0.000138');
  });

  it('takes an access token and an API key, each where it belongs, and answers Chat too', async () => {
    const messages = [{ role: 'user', content: 'hello' }];
    for (const model of ['by-token', 'by-key']) {
      const response = await gateway.post('/v1/chat/completions', { model, messages });
      expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Grüße' } }] });
    }
    expect(credentials()).toEqual([`Bearer ${ACCESS_TOKEN}`, GOOGLE_API_KEY]);
  });
});

describe('a service account', () => {
  it('is exchanged for one token, however many ask at once, and that is used again', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => generate('by-account')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    await generate('by-account');
    expect(cloud.asked()).toHaveLength(1);
    expect(new Set(credentials()).size).toBe(1);
    expect(String(credentials()[0])).toMatch(/^Bearer ya29\.robot@/);
  });

  it('503 no_channel_available when no token is given, and nothing is charged or told', async () => {
    for (let times = 0; times < 3; times += 1) {
      const response = await generate('forged');
      const text = await response.text();
      expect([response.status, text]).toEqual([503, expect.stringContaining('NO_CHANNEL_AVAILABLE')]);
      expect(text).not.toMatch(/forger|127\.0\.0\.1|token/);
    }
    // One refusal is enough for a while.
    expect(cloud.asked()).toHaveLength(1);
    expect((await gateway.wallet()).held).toBe('0');
    expect(credentials()).toEqual([]);
  });

  it('400 for JSON that is no service account', async () => {
    for (const credential of ['{"client_email":"x"}', cloud.account().replace('http://127', 'http://10')]) {
      const made = await gateway.manage<{ error: { param: string } }>('POST', '/channels', {
        ...{ name: 'bad', provider: 'vertex', base_url: 'https://example.com', credentials: [credential] },
      });
      expect([made.status, made.body.error.param]).toEqual([400, 'credentials[0]']);
    }
  });
});

describe('Claude on Vertex AI with the Anthropic SDK', () => {
  const claude = (): Anthropic =>
    new Anthropic({ apiKey: TEST_KEY, authToken: null, baseURL: gateway.url, maxRetries: 0 });
  const asked = {
    model: 'claude-test',
    max_tokens: 50,
    messages: [{ role: 'user' as const, content: 'hi' }],
  };

  it('whole, streamed and counted', async () => {
    expect((await claude().messages.create(asked)).content).toEqual([{ type: 'text', text: 'Grüße 世界' }]);
    const streamed = await claude().messages.stream(asked).finalMessage();
    expect(streamed.usage).toMatchObject({ input_tokens: 11, output_tokens: 7 });
    const { max_tokens: _, ...counted } = asked;
    expect((await claude().messages.countTokens(counted)).input_tokens).toBe(11);
    const models = cloud.arrived.filter(({ path }) => path !== '/token');
    expect(models.map(({ path }) => path)).toEqual([
      `${ANTHROPIC}/models/claude-test:rawPredict`,
      `${ANTHROPIC}/models/claude-test:streamRawPredict`,
      `${ANTHROPIC}/models/count-tokens:rawPredict`,
    ]);
    const bodies = models.map(({ body }) => JSON.parse(body.toString()));
    expect(bodies[0]).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 50,
      messages: asked.messages,
    });
    expect(bodies[1]).toMatchObject({ anthropic_version: 'vertex-2023-10-16', stream: true });
    expect(bodies[2]).toMatchObject({ model: 'claude-test' });
  });

  it('an error of the cloud comes in the words of Messages', async () => {
    const response = await gateway.post('/v1/messages', { ...asked, max_tokens: 1 });
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Quota exceeded' },
    });
  });
});
