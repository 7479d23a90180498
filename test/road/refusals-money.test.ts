import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS, type CallPath } from '../support/call-paths.ts';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { REFUSED_KEYS, startRefusalGateway } from '../support/refusal-gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

const BILLED = CALL_PATHS.filter(({ isBilled }) => isBilled);
const FREE = CALL_PATHS.filter(({ isBilled }) => !isBilled);
const STATUS = { openai: 402, messages: 429, gemini: 402 } as const;

function ask(gateway: TestGateway, path: CallPath, headers: Record<string, string>): Promise<Response> {
  const asked = path.ask();
  return gateway.post(asked.path, asked.body, headers);
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

describe('an empty wallet', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ config: (url) => testConfig(url).replace(', credit: "100"', '') });
  });
  afterAll(() => gateway.close());

  it.each(BILLED)('refuses $path', async (path) => {
    const native = await readRefusal(await ask(gateway, path, bearer(gateway.key)), path.format);
    expect(native).toMatchObject({
      status: STATUS[path.format],
      code: 'insufficient_credits',
      shouldRetry: 'false',
      retryAfter: null,
    });
    const asFlat = { ...bearer(gateway.key), 'x-turnpike-error-format': 'flat' };
    const flat = await readRefusal(await ask(gateway, path, asFlat), 'flat');
    expect(flat).toMatchObject({ status: 401, message: 'Insufficient credits', shouldRetry: 'false' });
  });

  it('says billing_error on Messages, which Claude Code understands', async () => {
    const response = await gateway.post('/v1/messages', {
      model: 'claude-test',
      max_tokens: 8,
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'billing_error' } });
  });

  it('F8: still serves a model that is free on purpose, and what is never billed', async () => {
    const free = await gateway.post('/v1/chat/completions', {
      model: 'free-test',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect([free.status, free.headers.get('x-turnpike-cost')]).toEqual([200, '0']);
    await free.arrayBuffer();
    for (const path of FREE) {
      const response = await ask(gateway, path, bearer(gateway.key));
      expect(response.status, path.path).toBe(200);
      await response.arrayBuffer();
    }
    expect(await gateway.wallet()).toMatchObject({ granted: '0', remaining: '0', held: '0', spent: '0' });
  });
});

describe('F7: a quota that is used up', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startRefusalGateway();
  });
  afterAll(() => gateway.close());

  /** The same key in every place where a credential may stand, none of which may be a way round. */
  const PLACES = {
    bearer: (key: string) => bearer(key),
    'x-api-key': (key: string) => ({ 'x-api-key': key }),
    'x-goog-api-key': (key: string) => ({ 'x-goog-api-key': key }),
    'with the names of other users': (key: string) => ({
      ...bearer(key),
      'x-turnpike-key': gateway.key,
      'openai-organization': 'org-other',
      'x-forwarded-for': '10.0.0.1',
      cookie: `key=${gateway.key}`,
    }),
  };

  it.each(Object.entries(PLACES))('is refused on every billed path, key as %s', async (_name, headersOf) => {
    for (const path of BILLED) {
      const response = await ask(gateway, path, headersOf(REFUSED_KEYS.exhausted));
      const seen = await readRefusal(response, path.format);
      expect(seen, path.path).toMatchObject({
        status: STATUS[path.format],
        code: 'key_quota_exceeded',
        shouldRetry: 'false',
      });
    }
    expect(gateway.simulator.requests()).toEqual([]);
    expect(await gateway.wallet()).toMatchObject({ held: '0', spent: '0' });
  });

  it('is refused with the key in the query of a Gemini path', async () => {
    for (const path of BILLED.filter(({ format }) => format === 'gemini')) {
      const asked = path.ask();
      const response = await gateway.post(`${asked.path}?key=${REFUSED_KEYS.exhausted}`, asked.body, {});
      expect((await readRefusal(response, 'gemini')).code).toBe('key_quota_exceeded');
    }
  });

  it('a model is asked for by its alias or its provider all the same', async () => {
    for (const model of ['gpt-test', 'fast']) {
      const body = { model, messages: [{ role: 'user', content: 'hi' }] };
      const response = await gateway.post('/v1/chat/completions', body, bearer(REFUSED_KEYS.exhausted));
      expect((await readRefusal(response, 'openai')).code, model).toBe('key_quota_exceeded');
    }
  });

  it('an image key is told which key to create', async () => {
    const body = { model: 'gpt-test', messages: [{ role: 'user', content: 'hi' }] };
    const response = await gateway.post('/v1/chat/completions', body, bearer(REFUSED_KEYS.image));
    expect(await readRefusal(response, 'openai')).toMatchObject({
      code: 'key_type_mismatch',
      message: expect.stringMatching(/create a general API key/),
    });
  });
});
