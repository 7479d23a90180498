import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    config: (url) =>
      testConfig(url)
        .replace('models:\n', 'models:\n  - { name: local-test, price: { input: "1", output: "1" } }\n')
        .replace(
          'channels:\n',
          `channels:\n  - { name: sim-local, provider: openai-compatible, base_url: "${url}/openai/v1", credentials: ["sim-local-key"], models: [local-test], groups: [default], allow_private: true }\n`,
        ),
  });
});
afterAll(() => gateway.close());

const TEXT = 'how many tokens are these words';
const TOKENS = Math.ceil(TEXT.length / 4);

interface Answer {
  readonly input_tokens?: number;
  readonly error?: { readonly message: string };
}

async function ask(path: string, body: unknown) {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { headers, status } = response;
  const route = Buffer.from(headers.get('x-turnpike-route') ?? '', 'latin1').toString('utf8');
  const answer = (await response.json()) as Answer;
  return { status, route, cost: headers.get('x-turnpike-cost'), body: answer };
}

const countMessages = (model: string) =>
  ask('/v1/messages/count_tokens', { model, messages: [{ role: 'user', content: TEXT }] });
const countContents = (model: string) =>
  ask(`/v1beta/models/${model}:countTokens`, { contents: [{ role: 'user', parts: [{ text: TEXT }] }] });

describe('counting tokens is free on every platform', () => {
  it.each([
    ['claude-test', 'pass-through'],
    ['gemini-test', 'anthropic-messages→gemini'],
    ['gpt-test', 'anthropic-messages→openai-responses'],
  ])('Messages: %s is counted by its upstream', async (model, route) => {
    const counted = await countMessages(model);
    expect(counted).toEqual({ status: 200, route, cost: '0', body: { input_tokens: TOKENS } });
  });

  it.each([
    ['gemini-test', 'pass-through'],
    ['claude-test', 'gemini→anthropic-messages'],
    ['gpt-test', 'gemini→openai-responses'],
  ])('Gemini: %s is counted by its upstream', async (model, route) => {
    const counted = await countContents(model);
    expect(counted).toMatchObject({ status: 200, route, cost: '0', body: { totalTokens: TOKENS } });
  });

  it('counts a whole request of Gemini in another dialect', async () => {
    const contents = [{ role: 'user', parts: [{ text: TEXT }] }];
    const model = 'models/claude-test';
    const { body } = await ask('/v1beta/models/claude-test:countTokens', {
      generateContentRequest: { model, contents, systemInstruction: { parts: [{ text: TEXT }] } },
    });
    expect(body).toEqual({ totalTokens: 2 * TOKENS });
  });

  it('estimates where no upstream counts, says so, and asks nobody', async () => {
    const before = gateway.simulator.requests().length;
    const messages = await countMessages('local-test');
    expect(messages).toMatchObject({ status: 200, route: 'estimate', cost: '0', body: { estimated: true } });
    expect(messages.body.input_tokens).toBeGreaterThan(0);
    const contents = await countContents('local-test');
    expect(contents.body).toEqual({ totalTokens: expect.any(Number), estimated: true });
    expect(gateway.simulator.requests()).toHaveLength(before);
  });

  it('refuses what is malformed, naming the field', async () => {
    const refused = await ask('/v1/messages/count_tokens', {
      model: 'gemini-test',
      messages: [{ role: 'user', content: 7 }],
    });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    expect(refused.body.error?.message).toContain('messages[0].content');
  });

  it("says an upstream's error in the caller's words, with the id of the request", async () => {
    const message = 'The input token count (9) exceeds the maximum number of tokens allowed (8).';
    const body = { error: { code: 400, message, status: 'INVALID_ARGUMENT' } };
    gateway.simulator.addFaults([{ match: { path: 'countTokens' }, effect: { status: 400, body } }]);
    const refused = await countMessages('gemini-test');
    gateway.simulator.clearFaults();
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ type: 'error', request_id: expect.stringMatching(/^req_/) });
    expect(refused.body.error?.message).toContain(message);
    expect(refused.body.error?.message).not.toContain('INVALID_ARGUMENT');
    expect(refused.body.error?.message).toContain('prompt is too long');
  });
});
