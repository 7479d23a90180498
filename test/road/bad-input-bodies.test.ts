import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS, type CallPath } from '../support/call-paths.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readRefusal, type SeenRefusal } from '../support/seen-refusal.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** After whatever was sent, nothing is held or charged, and the gateway serves. */
afterEach(async () => {
  expect(await gateway.wallet()).toMatchObject({ held: '0' });
  expect(
    (await gateway.requests()).every(({ state, charge }) => state === 'settled' || charge.amount === '0'),
  ).toBe(true);
  const good = await gateway.post('/v1/chat/completions', CHAT);
  expect(good.status).toBe(200);
  await good.arrayBuffer();
});

const CHAT = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };

function pathOf(path: string): CallPath {
  const found = CALL_PATHS.find((candidate) => candidate.path === path);
  if (found === undefined) {
    throw new Error(`there is no path ${path}`);
  }
  return found;
}

const CHAT_PATH = '/v1/chat/completions';
const GENERATE = '/v1beta/models/gemini-test:generateContent';

async function refusalOf(path: string, change: object): Promise<SeenRefusal & { text: string }> {
  const { format, ask } = pathOf(path);
  const response = await gateway.post(path, { ...ask().body, ...change });
  const text = await response.clone().text();
  return { ...(await readRefusal(response, format)), text };
}

/** Values that are no positive integer, each in another way. */
const NO_COUNT = ['16', -1, 0, 1.5, true, [], {}, 1e300];
const NO_FLAG = ['true', 1, [], {}];
const NO_TEXT = [7, true, [], {}, '', null];
const NO_LIST = ['text', 7, {}, true, []];
const NO_OBJECT = ['text', 7, true, []];

describe('every field that is read names itself when it is wrong', () => {
  it.each<readonly [string, string, readonly unknown[]]>([
    [CHAT_PATH, 'model', NO_TEXT],
    [CHAT_PATH, 'messages', [...NO_LIST, null]],
    [CHAT_PATH, 'stream', NO_FLAG],
    [CHAT_PATH, 'stream_options', NO_OBJECT],
    [CHAT_PATH, 'max_tokens', NO_COUNT],
    [CHAT_PATH, 'max_completion_tokens', NO_COUNT],
    [CHAT_PATH, 'n', [...NO_COUNT, 129]],
    ['/v1/responses', 'model', NO_TEXT],
    ['/v1/responses', 'input', [7, true, {}]],
    ['/v1/responses', 'stream', NO_FLAG],
    ['/v1/responses', 'max_output_tokens', NO_COUNT],
    ['/v1/embeddings', 'model', NO_TEXT],
    ['/v1/embeddings', 'input', [7, true, {}, '', [], null]],
    ['/v1/messages', 'model', NO_TEXT],
    ['/v1/messages', 'messages', [...NO_LIST, null]],
    ['/v1/messages', 'stream', NO_FLAG],
    ['/v1/messages', 'max_tokens', NO_COUNT],
    ['/v1/messages/count_tokens', 'model', NO_TEXT],
    ['/v1/messages/count_tokens', 'messages', NO_LIST],
    [GENERATE, 'contents', [...NO_LIST, null]],
    [GENERATE, 'generationConfig', NO_OBJECT],
    ['/v1beta/models/gemini-test:streamGenerateContent', 'contents', NO_LIST],
    ['/v1beta/models/gemini-test:batchEmbedContents', 'requests', [...NO_LIST, null]],
  ])('%s %s', async (path, field, values) => {
    for (const value of values) {
      const seen = await refusalOf(path, { [field]: value });
      expect(seen, JSON.stringify(value)).toMatchObject({ status: 400, code: 'invalid_request' });
      expect(seen.message, JSON.stringify(value)).toContain(field);
    }
  });

  it.each(['maxOutputTokens', 'max_output_tokens', 'candidateCount'])('Gemini %s', async (field) => {
    for (const value of NO_COUNT) {
      const seen = await refusalOf(GENERATE, { generationConfig: { [field]: value } });
      expect(seen).toMatchObject({ status: 400, code: 'invalid_request' });
      expect(seen.message).toContain(`generationConfig.${field}`);
    }
  });

  it('OpenAI clients find the field in `param`', async () => {
    const seen = await refusalOf(CHAT_PATH, { max_tokens: 'many' });
    expect(JSON.parse(seen.text)).toMatchObject({ error: { param: 'max_tokens' } });
  });
});

describe('bodies that are no request', () => {
  async function send(path: CallPath, body: string | Buffer, headers: Record<string, string> = {}) {
    const response = await fetch(gateway.url + path.path, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json', ...headers },
      body,
    });
    return readRefusal(response, path.format);
  }

  it.each<readonly [string, string | Buffer, string]>([
    ['nothing', '', 'invalid_json'],
    ['spaces', ' \n\t', 'invalid_json'],
    ['words', 'hello', 'invalid_json'],
    ['half an object', '{"model":"gpt-test"', 'invalid_json'],
    ['two objects', '{} {}', 'invalid_json'],
    ['bytes', Buffer.from([0, 255, 254, 1, 2]), 'invalid_json'],
    ['UTF-16', Buffer.from('{"model":"gpt-test"}', 'utf16le'), 'invalid_json'],
    ['a lone quote', '{"model": "a\\"}', 'invalid_json'],
    ['null', 'null', 'invalid_request'],
    ['a number', '42', 'invalid_request'],
    ['a string', '"model"', 'invalid_request'],
    ['an array', '[{}]', 'invalid_request'],
  ])('%s', async (_name, body, code) => {
    for (const path of CALL_PATHS) {
      expect(await send(path, body), path.path).toMatchObject({ status: 400, code });
    }
  });

  it('a key that stands twice at the top', async () => {
    const twice = '{"model":"free-test","model":"gpt-test","messages":[{"role":"user","content":"x"}]}';
    expect(await send(pathOf(CHAT_PATH), twice)).toMatchObject({ status: 400, code: 'invalid_request' });
    const escaped = twice.replace('"model":"gpt', '"m\\u006fdel":"gpt');
    expect(await send(pathOf(CHAT_PATH), escaped)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('truncated and wrong compression', async () => {
    const whole = gzipSync(JSON.stringify(CHAT));
    for (const [encoding, body] of [
      ['gzip', whole.subarray(0, whole.length - 10)],
      ['gzip', Buffer.from('not gzip')],
      ['gzip', Buffer.alloc(0)],
      ['br', whole],
      ['zstd', whole],
    ] as const) {
      const seen = await send(pathOf(CHAT_PATH), body, { 'content-encoding': encoding });
      expect(seen.status, encoding).toBe(400);
      expect(['invalid_encoding', 'invalid_json']).toContain(seen.code);
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('content type %j', async (type) => {
    const seen = await send(pathOf('/v1/messages'), JSON.stringify(CHAT), { 'content-type': type });
    expect(seen).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each(['deflate', 'gzip, br', '__proto__', 'toString', 'x'])('content encoding %s', async (encoding) => {
    const seen = await send(pathOf(CHAT_PATH), JSON.stringify(CHAT), { 'content-encoding': encoding });
    expect(seen).toMatchObject({ status: 415, code: 'unsupported_content_encoding' });
  });
});

describe('odd bodies that are requests all the same', () => {
  it('deep nesting neither crashes nor stops the gateway', async () => {
    const depth = 500_000;
    const body = `{"model":"gpt-test","messages":[{"role":"user","content":"x"}],"metadata":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const startedMs = performance.now();
    const response = await gateway.post(CHAT_PATH, body);
    await response.arrayBuffer();
    expect([200, 400]).toContain(response.status);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('`__proto__` and `constructor` are members like others', async () => {
    const body =
      '{"model":"gpt-test","__proto__":{"model":"free-test","n":128},"constructor":{"prototype":{"stream":true}},"messages":[{"role":"user","content":"x"}]}';
    const response = await gateway.post(CHAT_PATH, body);
    expect(await response.json()).toMatchObject({ model: 'gpt-test' });
    expect(({} as Record<string, unknown>).stream).toBeUndefined();
    const alone = await gateway.post(CHAT_PATH, '{"__proto__":{"model":"gpt-test","messages":[1]}}');
    expect((await readRefusal(alone, 'openai')).message).toContain('model');
  });

  it.each(['constructor', '__proto__', 'toString', '../../secret', 'a\u0000b', '💥'])(
    'model %j',
    async (model) => {
      const seen = await refusalOf(CHAT_PATH, { model });
      expect(seen).toMatchObject({ status: 404, code: 'model_not_found' });
    },
  );
});
