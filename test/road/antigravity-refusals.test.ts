import type Anthropic from '@anthropic-ai/sdk';
import type { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  anthropicClient,
  antigravityConfig,
  genaiClient,
  OTHER_KEY,
} from '../support/road/antigravity-pool.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config: antigravityConfig });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.simulator.reset());

const gemini = (): GoogleGenAI => genaiClient(gateway.url);
const claude = (): Anthropic => anthropicClient(gateway.url);

describe('what the forced pool refuses', () => {
  const hello = { contents: [{ parts: [{ text: 'hi' }] }] };
  const asked = { max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };

  it('a group without the platform: 404 on Messages, 400 on Gemini, and no list', async () => {
    const other = { authorization: `Bearer ${OTHER_KEY}` };
    const messages = await gateway.post(
      '/antigravity/v1/messages',
      { ...asked, model: 'claude-test' },
      other,
    );
    expect(messages.status).toBe(404);
    expect(await messages.json()).toMatchObject({ type: 'error', error: { code: 'unsupported_platform' } });
    const generate = '/antigravity/v1beta/models/gemini-3-flash:generateContent';
    const native = await gateway.post(generate, hello, other);
    expect(native.status).toBe(400);
    expect(await native.json()).toMatchObject({ error: { code: 400 } });
    expect((await gateway.get('/antigravity/v1/models', other)).status).toBe(404);
  });

  it('a model that only other platforms serve, and addresses that are no Antigravity ones', async () => {
    const gpt = await gateway.post('/antigravity/v1/messages', { ...asked, model: 'gpt-test' });
    expect(gpt.status).toBe(404);
    expect(await gpt.json()).toMatchObject({ error: { code: 'model_not_found' } });
    for (const path of [
      '/antigravity/v1/chat/completions',
      '/antigravity/api/v1/keys',
      '/antigravity/antigravity/v1/messages',
    ]) {
      const answer = await gateway.post(path, asked);
      expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
    }
    expect(gateway.simulator.requests()).toEqual([]);
  });

  const limited = {
    error: {
      code: 429,
      message: 'Resource has been exhausted',
      status: 'RESOURCE_EXHAUSTED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'RATE_LIMIT_EXCEEDED',
          metadata: { model: 'x' },
        },
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' },
      ],
    },
  };
  const full = {
    error: {
      code: 503,
      message: 'No capacity available for model',
      status: 'UNAVAILABLE',
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'MODEL_CAPACITY_EXHAUSTED' }],
    },
  };

  it('429 with RetryInfo and 503 without capacity, each in the words of the caller', async () => {
    gateway.simulator.addFaults([{ effect: { status: 429, body: limited } }]);
    await expect(claude().messages.create({ ...asked, model: 'claude-test' } as never)).rejects.toMatchObject(
      {
        status: 429,
        error: { error: { type: 'rate_limit_error' } },
      },
    );
    await expect(
      gemini().models.generateContent({ model: 'gemini-3-flash', contents: 'hi' }),
    ).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('"retryDelay":"12s"'),
    });
    gateway.simulator.clearFaults();
    gateway.simulator.addFaults([{ effect: { status: 503, body: full } }]);
    // Like every 5xx of an upstream it is the gateway's to answer for.
    await expect(claude().messages.create({ ...asked, model: 'claude-test' } as never)).rejects.toMatchObject(
      {
        status: 502,
        error: { type: 'error', error: { type: 'api_error', code: 'upstream_failed' } },
      },
    );
    await expect(
      gemini().models.generateContent({ model: 'gemini-3-flash', contents: 'hi' }),
    ).rejects.toMatchObject({ status: 502, message: expect.stringContaining('"code":502') });
    expect((await gateway.wallet()).held).toBe('0');
  });

  it('an error inside the stream is one of the caller’s dialect', async () => {
    gateway.simulator.addFaults([{ effect: { error_after: 3 } }]);
    const stream = claude().messages.stream({ ...asked, model: 'claude-test' } as never);
    await expect(stream.finalMessage()).rejects.toThrow(/capacity/i);
    const whole = await gateway.post('/antigravity/v1/messages', { ...asked, model: 'claude-test' });
    expect(whole.status).toBeGreaterThanOrEqual(500);
  });
});
