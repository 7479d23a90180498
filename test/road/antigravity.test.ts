import type Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../clients/collect.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';
import type { RequestRow } from '../support/gateway-client.ts';
import {
  anthropicClient,
  antigravityConfig,
  genaiClient,
  STRICT_KEY,
} from '../support/road/antigravity-pool.ts';

/** Nano-dollars a token, the same for both models. */
const PRICE = { input: 1_000, output: 4_000, cache_read: 500, reasoning: 4_000 };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config: antigravityConfig });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.simulator.reset());

const gemini = (): GoogleGenAI => genaiClient(gateway.url);
const claude = (apiKey = TEST_KEY): Anthropic => anthropicClient(gateway.url, apiKey);

/** Fails unless the last `count` requests used and cost exactly what the simulator billed its credential. */
async function expectBilled(count: number): Promise<void> {
  const { requests, tokens } = gateway.simulator.bill().credentials['ya29.pool'] ?? {
    requests: 0,
    tokens: null,
  };
  expect(requests).toBe(count);
  await expect
    .poll(async () => sums((await gateway.requests()).slice(0, count)))
    .toEqual({
      ...sumOfTokens(tokens ?? {}),
      states: Array(count).fill('settled'),
    });
}

function sumOfTokens(tokens: Readonly<Record<string, number>>) {
  const { input = 0, output = 0, cache_read = 0, reasoning = 0 } = tokens;
  const chargeNano =
    input * PRICE.input + output * PRICE.output + cache_read * PRICE.cache_read + reasoning * PRICE.reasoning;
  return { input, output, cache_read, reasoning, chargeNano };
}

function sums(rows: readonly RequestRow[]) {
  const count = (kind: string): number =>
    rows.reduce((sum, { usage }) => sum + (usage[`${kind}_tokens`] ?? 0), 0);
  return {
    ...{ input: count('input'), output: count('output') },
    ...{ cache_read: count('cache_read'), reasoning: count('reasoning') },
    chargeNano: rows.reduce((sum, { charge }) => sum + Math.round(Number(charge.amount) * 1e9), 0),
    states: rows.map(({ state }) => state),
  };
}

describe('/antigravity/v1beta with the Google GenAI SDK', () => {
  it('answers whole and streamed from the forced pool alone, as the simulator bills it', async () => {
    const asked = { model: 'gemini-3-flash', contents: 'hello pool' };
    const whole = await gemini().models.generateContent(asked);
    const chunks = await collect(await gemini().models.generateContentStream(asked));
    expect(whole.text).toContain('hello pool');
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.map(({ text }) => text ?? '').join('')).toBe(whole.text);
    expect(whole.usageMetadata).toMatchObject({ candidatesTokenCount: 48 });
    await expectBilled(2);
    for (const { path, query, headers, body } of gateway.simulator.requests()) {
      expect(`${path}?${query}`).toBe('/antigravity/v1internal:streamGenerateContent?alt=sse');
      expect(headers.authorization).toBe('Bearer ya29.pool');
      expect(JSON.parse(body ?? '')).toMatchObject({
        project: 'p-1',
        userAgent: 'turnpike',
        model: 'gemini-3-flash',
        request: { contents: [{ parts: [{ text: 'hello pool' }] }] },
      });
    }
  });

  it('the same model on /v1beta comes from the channel that is tried first', async () => {
    const plain = new GoogleGenAI({ apiKey: TEST_KEY, httpOptions: { baseUrl: gateway.url } });
    await plain.models.generateContent({ model: 'gemini-3-flash', contents: 'hello' });
    expect(gateway.simulator.requests().map(({ path }) => path.split('/')[1])).toEqual(['gemini']);
  });

  it('counts tokens, lists the pool’s models and says what was used', async () => {
    const { totalTokens } = await gemini().models.countTokens({
      model: 'gemini-3-flash',
      contents: 'hello world',
    });
    expect(totalTokens).toBe(3);
    const names = (await collect(await gemini().models.list())).map(({ name }) => name);
    expect(names).toEqual(['models/claude-test', 'models/gemini-3-flash']);
    expect(await gemini().models.get({ model: 'claude-test' })).toMatchObject({ name: 'models/claude-test' });
    expect((await gateway.get('/antigravity/v1/usage')).status).toBe(200);
    for (const path of ['/antigravity/v1/models', '/antigravity/models']) {
      const { data } = (await (await gateway.get(path)).json()) as { data: { id: string }[] };
      expect(data.map(({ id }) => id)).toEqual(['claude-test', 'gemini-3-flash']);
    }
  });
});

describe('/antigravity/v1/messages with the Anthropic SDK', () => {
  const message = { role: 'user' as const, content: 'hello pool use-tool:weather' };
  const tools = [{ name: 'weather', input_schema: { type: 'object' as const, properties: {} } }];
  const thinking = { type: 'enabled' as const, budget_tokens: 1_024 };

  it.each(['claude-test', 'gemini-3-flash'])(
    '%s calls a tool, thinks on, and is billed alike',
    async (model) => {
      const asked = { model, max_tokens: 4_000, tools, thinking };
      const first = await claude().messages.create({ ...asked, messages: [message] });
      expect(first.stop_reason).toBe('tool_use');
      expect(first.content.map(({ type }) => type)).toContain('thinking');
      const call = first.content.find((block) => block.type === 'tool_use');
      const result = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: 'sunny' };
      const messages = [
        message,
        { role: 'assistant' as const, content: first.content },
        { role: 'user' as const, content: [result] },
      ];
      const stream = claude().messages.stream({ ...asked, messages });
      const second = await stream.finalMessage();
      expect(second.content.at(-1)?.type).toBe('text');
      expect(gateway.simulator.requests()[1]?.body).toContain('"thoughtSignature"');
      await expectBilled(2);
    },
  );

  it('counts tokens upstream, for nothing', async () => {
    const messages = [{ role: 'user' as const, content: 'hello world' }];
    const counted = await claude().messages.countTokens({ model: 'claude-test', messages });
    expect(counted.input_tokens).toBe(3);
    expect(gateway.simulator.requests().map(({ path }) => path)).toEqual([
      '/antigravity/v1internal:countTokens',
    ]);
  });

  it('works where the group forbids translation, since the addresses are the platform’s own', async () => {
    const asked = {
      model: 'claude-test',
      max_tokens: 50,
      messages: [{ role: 'user' as const, content: 'hi' }],
    };
    expect((await claude(STRICT_KEY).messages.create(asked)).content).toMatchObject([{ type: 'text' }]);
    const elsewhere = { authorization: `Bearer ${STRICT_KEY}` };
    expect((await gateway.post('/v1/messages', asked, elsewhere)).status).toBe(404);
  });
});
