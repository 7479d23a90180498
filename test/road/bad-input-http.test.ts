import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendRaw } from '../support/raw-http.ts';
import { readRefusal } from '../support/seen-refusal.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

afterEach(async () => {
  const good = await gateway.post('/v1/chat/completions', CHAT);
  expect(good.status).toBe(200);
  await good.arrayBuffer();
  expect(await gateway.wallet()).toMatchObject({ held: '0' });
});

const CHAT = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };
const BODY = JSON.stringify(CHAT);

/** A whole request as bytes; lines are what a test wants to be wrong with its head. */
function raw(first: string, lines: readonly string[] = [], body = BODY): string {
  const head = [first, 'host: x', `authorization: Bearer ${gateway.key}`, 'connection: close', ...lines];
  return `${head.join('\r\n')}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

const POST = 'POST /v1/chat/completions HTTP/1.1';

describe('what is no HTTP', () => {
  it.each<readonly [string, () => string]>([
    ['words', () => 'hello there\r\n\r\n'],
    ['TLS', () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['an unknown method', () => raw('BREW /v1/chat/completions HTTP/1.1')],
    ['an unknown version', () => raw('POST /v1/chat/completions HTTP/9.9')],
    ['a header with a newline', () => raw(POST, ['x-a: one\ntwo'])],
    ['a header with a lone return', () => raw(POST, ['x-a: one\rtwo: 3'])],
    ['a header with a zero byte', () => raw(POST, ['x-a: one\u0000two'])],
    ['a header without a name', () => raw(POST, [': value'])],
    ['a header without a colon', () => raw(POST, ['nothing here'])],
    ['two lengths', () => raw(POST, ['content-length: 3'])],
    ['a length and chunks', () => raw(POST, ['transfer-encoding: chunked'])],
    ['a negative length', () => `${POST}\r\nhost: x\r\ncontent-length: -1\r\n\r\n`],
    ['a length of words', () => `${POST}\r\nhost: x\r\ncontent-length: many\r\n\r\n`],
    ['a chunk of no size', () => `${POST}\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`],
  ])('%s is refused with a body of ours or cut', async (_name, bytes) => {
    const answer = await sendRaw(gateway.url, bytes());
    expect([400, 401]).toContain(answer.status);
    expect(JSON.parse(answer.body.slice(0, answer.body.lastIndexOf('}') + 1))).toMatchObject({
      type: 'error',
      error: { message: expect.any(String) },
    });
    expect(answer.body).not.toContain(gateway.key);
  });

  it('headers beyond 64 KB', async () => {
    const answer = await sendRaw(gateway.url, raw(POST, [`x-a: ${'a'.repeat(70_000)}`]));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'request_too_large' } });
  });

  it('a thousand small headers do no harm', async () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => `x-header-${at}: ${at}`);
    const answer = await sendRaw(gateway.url, raw(POST, lines));
    expect([200, 401, 413]).toContain(answer.status);
  });
});

describe('addresses', () => {
  it.each([
    ['/v1beta/models/%E0%A4%A:generateContent', 404],
    ['/v1beta/models/%:generateContent', 404],
    ['/v1beta/models/..%2f..%2fsecret:generateContent', 400],
    ['/v1beta/models/../x:generateContent', 400],
    ['/v1beta/models/:generateContent', 404],
    ['/v1beta/models/a%00b:generateContent', 404],
    ['/v1beta/models/a%0d%0ab:generateContent', 404],
    [`/v1beta/models/${'x'.repeat(20_000)}:generateContent`, 404],
    ['/v1beta/models/gemini-test:valueOf', 404],
    ['http://other.example/v1/chat/completions', 404],
    ['//v1/chat/completions', 404],
    ['/v1/chat/completions/../completions', 404],
    ['/%2e%2e/v1/messages', 404],
    ['*', 404],
  ])('%s', async (path, status) => {
    const body = '{"contents":[{"role":"user","parts":[{"text":"x"}]}]}';
    const answer = await sendRaw(gateway.url, raw(`POST ${path} HTTP/1.1`, [], body));
    expect(answer.status, answer.body).toBe(status);
    expect(JSON.parse(answer.body)).toHaveProperty('error');
    expect(gateway.simulator.requests().every((seen) => !seen.path.includes('secret'))).toBe(true);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'])(
    'method %s on a path that takes POST',
    async (method) => {
      const answer = await sendRaw(gateway.url, raw(`${method} /v1/chat/completions HTTP/1.1`));
      expect(answer.status).toBe(405);
      expect(answer.head.toLowerCase()).toContain('allow: post');
      expect(answer.body === '').toBe(method === 'HEAD');
    },
  );

  it('CONNECT and Upgrade open no tunnel', async () => {
    const connect = await sendRaw(gateway.url, 'CONNECT other.example:443 HTTP/1.1\r\nhost: x\r\n\r\n');
    expect([0, 400, 404, 405]).toContain(connect.status);
    const upgrade = await sendRaw(gateway.url, raw(POST, ['upgrade: h2c', 'http2-settings: AAMAAABk']));
    expect(upgrade.status).not.toBe(101);
  });
});

describe('credentials', () => {
  const other = 'another-key-0123456789';

  it('the same key in every header is one key', async () => {
    const { key } = gateway;
    const headers = { authorization: `Bearer ${key}`, 'x-api-key': key, 'x-goog-api-key': key };
    const response = await gateway.post('/v1/chat/completions', CHAT, headers);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  it.each([
    ['authorization', 'x-api-key'],
    ['authorization', 'x-goog-api-key'],
    ['x-api-key', 'x-goog-api-key'],
  ])('two keys in %s and %s', async (first, second) => {
    const { key } = gateway;
    const valueIn = (name: string, value: string) => (name === 'authorization' ? `Bearer ${value}` : value);
    for (const [a, b] of [
      [key, other],
      [other, key],
    ] as const) {
      const headers = { [first]: valueIn(first, a), [second]: valueIn(second, b) };
      const response = await gateway.post('/v1/chat/completions', CHAT, headers);
      expect(await readRefusal(response, 'openai')).toMatchObject({
        status: 400,
        code: 'conflicting_credentials',
      });
    }
  });

  it('two keys in one header that stands twice never pass for one', async () => {
    for (const name of ['x-api-key', 'x-goog-api-key']) {
      const lines = [gateway.key, other].map((key) => `${name}: ${key}`);
      const text = raw(POST, lines).replace(/authorization: [^\r]*\r\n/, '');
      const answer = await sendRaw(gateway.url, text);
      expect([400, 401], `${name}: ${answer.body}`).toContain(answer.status);
    }
  });

  const GENERATE = '/v1beta/models/gemini-test:generateContent';
  const CONTENTS = { contents: [{ role: 'user', parts: [{ text: 'x' }] }] };

  it('a key in the query opens Gemini paths alone', async () => {
    for (const path of [GENERATE, GENERATE.replace('v1beta', 'v1')]) {
      const response = await gateway.post(`${path}?alt=json&key=${gateway.key}`, CONTENTS, {});
      expect(response.status, path).toBe(200);
      await response.arrayBuffer();
    }
    for (const path of ['/v1/chat/completions', '/v1/messages', '/v1/models']) {
      const init = path === '/v1/models' ? {} : { method: 'POST', body: BODY };
      const response = await fetch(`${gateway.url}${path}?key=${gateway.key}`, init);
      expect(response.status, path).toBe(400);
      expect(await response.text()).toContain('key_in_query');
    }
  });

  it('two different keys in the query are two', async () => {
    const response = await gateway.post(`${GENERATE}?key=${gateway.key}&key=${other}`, CONTENTS, {});
    expect(await readRefusal(response, 'gemini')).toMatchObject({
      status: 400,
      code: 'conflicting_credentials',
    });
    const same = await gateway.post(`${GENERATE}?key=${gateway.key}&key=${gateway.key}`, CONTENTS, {});
    expect(same.status).toBe(200);
    await same.arrayBuffer();
  });

  it.each(['Basic dGVzdA==', 'Bearer', 'Bearer ', 'bearer', 'Token x'])(
    'authorization %j is none',
    async (value) => {
      const response = await gateway.post('/v1/messages', CHAT, { authorization: value });
      expect(await readRefusal(response, 'messages')).toMatchObject({ status: 401, code: 'missing_api_key' });
    },
  );
});
