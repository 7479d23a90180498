import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_KEY_ID, API_KEY, SECRET_KEY, serveBedrock } from '../support/clouds/bedrock.ts';
import type { Cloud } from '../support/clouds/serve.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

let cloud: Cloud;
let gateway: TestGateway;
beforeAll(async () => {
  cloud = await serveBedrock();
  gateway = await startTestGateway({ config });
});
afterAll(async () => {
  await gateway.close();
  cloud.close();
});
beforeEach(() => {
  cloud.arrived.length = 0;
});

const config = (): string => `
groups:
  - { name: default, platforms: [openai, anthropic], translate: true }
models:
${['claude-test', 'by-key', 'wrong'].map((name) => `  - { name: ${name}, price: { input: "3", output: "15" } }`).join('\n')}
channels:
  - { name: signed, provider: bedrock, base_url: "${cloud.url}", credentials: ["${ACCESS_KEY_ID}:${SECRET_KEY}:session/token="], models: [{ name: claude-test, upstream: "${MODEL}" }], groups: [default], allow_private: true }
  - { name: keyed, provider: bedrock, base_url: "${cloud.url}", credentials: ["${API_KEY}"], models: [by-key], groups: [default], allow_private: true }
  - { name: wrong, provider: bedrock, base_url: "${cloud.url}", credentials: ["${ACCESS_KEY_ID}:not-the-secret"], models: [wrong], groups: [default], allow_private: true }
projects:
  - { name: Default, mode: credits, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
`;

const claude = (): Anthropic =>
  new Anthropic({ apiKey: TEST_KEY, authToken: null, baseURL: gateway.url, maxRetries: 0 });
const asked = {
  model: 'claude-test',
  max_tokens: 50,
  messages: [{ role: 'user' as const, content: 'Grüße ü' }],
};
/** 11 input and 7 output tokens at the prices above. */
const CHARGE = '0.000138';

async function lastRow() {
  return (await gateway.requests())[0];
}

describe('Claude on Bedrock with the Anthropic SDK', () => {
  it('a whole answer, with the body that Bedrock takes, signed', async () => {
    const answer = await claude().messages.create(asked);
    expect(answer.content).toEqual([{ type: 'text', text: 'Grüße 世界' }]);
    const [request] = cloud.arrived;
    expect(request?.path).toBe(`/model/${encodeURIComponent(MODEL)}/invoke`);
    expect(request?.body.toString()).toBe(
      '{"anthropic_version":"bedrock-2023-05-31","max_tokens":50,"messages":[{"role":"user","content":"Grüße ü"}]}',
    );
    expect(request?.headers['x-amz-security-token']).toBe('session/token=');
    expect(request?.headers).not.toHaveProperty('anthropic-version');
    await expect.poll(lastRow).toMatchObject({ state: 'settled', charge: { amount: CHARGE } });
  });

  it('a stream, out of its binary frames', async () => {
    const stream = claude().messages.stream(asked);
    let text = '';
    stream.on('text', (delta) => {
      text += delta;
    });
    const answer = await stream.finalMessage();
    expect(text).toBe('Grüße 世界');
    expect(answer.usage).toMatchObject({ input_tokens: 11, output_tokens: 7 });
    expect(cloud.arrived[0]?.path).toContain('/invoke-with-response-stream');
    expect(cloud.arrived[0]?.body.toString()).not.toContain('"stream"');
    await expect.poll(lastRow).toMatchObject({ stream: true, charge: { amount: CHARGE } });
  });

  it('counts tokens, and takes an API key as it is', async () => {
    const { max_tokens: _, ...counted } = asked;
    expect((await claude().messages.countTokens(counted)).input_tokens).toBe(11);
    const [request] = cloud.arrived;
    const { input } = JSON.parse(request?.body.toString() ?? '') as {
      input: { invokeModel: { body: string } };
    };
    expect(JSON.parse(Buffer.from(input.invokeModel.body, 'base64').toString())).toMatchObject({
      anthropic_version: 'bedrock-2023-05-31',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Grüße ü' }] }],
    });
    expect((await claude().messages.create({ ...asked, model: 'by-key' })).stop_reason).toBe('end_turn');
    expect(cloud.arrived[1]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
  });

  it('an exception inside the stream is an error of Messages, and what was delivered is charged', async () => {
    const response = await gateway.post('/v1/messages', { ...asked, max_tokens: 2, stream: true });
    const text = await response.text();
    expect(text).toContain('text_delta');
    expect(text).toContain('event: error\ndata: {"type":"error","error":{"type":"rate_limit_error"');
    await expect.poll(lastRow).toMatchObject({ state: 'failed', usage_source: 'estimated' });
  });

  it('damaged bytes end the stream with an error, never cleanly', async () => {
    const response = await gateway.post('/v1/messages', { ...asked, max_tokens: 3, stream: true });
    const text = await response.text();
    expect(text).toContain('"type":"error","error":{"type":"api_error"');
    expect(text).not.toContain('message_stop');
  });

  it('errors come in the words of Messages; a signature that is refused is the operator’s trouble', async () => {
    const refused = await gateway.post('/v1/messages', { ...asked, max_tokens: 1 });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: must be greater than 1' },
    });
    const wrong = await gateway.post('/v1/messages', { ...asked, model: 'wrong' });
    expect([wrong.status, await wrong.text()]).toEqual([502, expect.stringContaining('upstream_failed')]);
  });
});

describe('other clients on Bedrock', () => {
  it('Chat, whole and streamed', async () => {
    const body = { model: 'claude-test', messages: asked.messages, max_tokens: 50 };
    const whole = await gateway.post('/v1/chat/completions', body);
    expect(whole.headers.get('x-turnpike-route')).toMatch(/^openai-chat.*bedrock-messages$/);
    expect(await whole.json()).toMatchObject({
      choices: [{ message: { content: 'Grüße 世界' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 7 },
    });
    const stream = await gateway.post('/v1/chat/completions', { ...body, stream: true });
    const text = await stream.text();
    expect(text).toContain('"content":"世界"');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(JSON.parse(cloud.arrived[1]?.body.toString() ?? '')).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 50,
      messages: [{ role: 'user', content: expect.anything() }],
    });
  });

  it('a live test tells a key that signs from one that does not', async () => {
    const { body } = await gateway.manage<{ data: { id: string; name: string }[] }>('GET', '/channels');
    const results = await Promise.all(
      body.data.map(async ({ id, name }) => {
        const tested = await gateway.manage<{ ok: boolean }>('POST', `/channels/${id}/test`);
        return [name, tested.body.ok];
      }),
    );
    expect(Object.fromEntries(results)).toEqual({ signed: true, keyed: true, wrong: false });
  });
});
