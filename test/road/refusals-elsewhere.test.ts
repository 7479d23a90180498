import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { ADMIN_KEY } from '../support/gateway-client.ts';
import { type RefusedKey, refusedKey, startRefusalGateway } from '../support/refusal-gateway.ts';
import { readRefusal, type SeenFormat } from '../support/seen-refusal.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startRefusalGateway();
});
afterAll(() => gateway.close());

type Row = readonly [string, string, SeenFormat, number, string];

async function ask(method: string, path: string, headers: Record<string, string>): Promise<Response> {
  return fetch(gateway.url + path, { method, headers });
}

/** Asks natively and flat; both must say the same but for the shape. */
async function expectRefusal(row: Row, headers: Record<string, string> = {}): Promise<void> {
  const [method, path, format, status, code] = row;
  const native = await readRefusal(await ask(method, path, headers), format);
  expect(native, path).toMatchObject({ status, code });
  const other = await ask(method, path, { ...headers, 'x-turnpike-error-format': 'flat' });
  const flat = await readRefusal(other, format === 'tasks' ? 'tasks' : 'flat');
  expect(flat.status, path).toBe(status);
}

describe('addresses that do not exist, or not with this method', () => {
  it.each<Row>([
    ['GET', '/consoles', 'messages', 404, 'not_found'],
    ['GET', '/models', 'messages', 404, 'not_found'],
    ['GET', '/usage', 'messages', 404, 'not_found'],
    ['POST', '/v1/images/variations', 'openai', 404, 'not_found'],
    ['POST', '/v1/chat/completions/', 'openai', 404, 'not_found'],
    ['POST', '/v1beta/models/gemini-test:predict', 'gemini', 404, 'not_found'],
    ['POST', '/v1beta/models/gemini-test:constructor', 'gemini', 404, 'not_found'],
    ['POST', '/v1beta/models/%E0%A4%A:generateContent', 'gemini', 404, 'not_found'],
    ['GET', '/v1/models/%zz', 'openai', 404, 'not_found'],
    ['GET', '/api/v2/keys', 'tasks', 404, 'not_found'],
    ['GET', '/v1/chat/completions', 'openai', 405, 'method_not_allowed'],
    ['OPTIONS', '/v1/responses', 'openai', 405, 'method_not_allowed'],
    ['PUT', '/v1/messages', 'messages', 405, 'method_not_allowed'],
    ['GET', '/v1beta/models/gemini-test:generateContent', 'gemini', 405, 'method_not_allowed'],
    ['POST', '/v1/models', 'openai', 405, 'method_not_allowed'],
    ['DELETE', '/v1/key', 'messages', 405, 'method_not_allowed'],
    ['POST', '/v1beta/models', 'gemini', 405, 'method_not_allowed'],
    ['POST', '/healthz', 'messages', 405, 'method_not_allowed'],
  ])('%s %s', async (...row) => {
    await expectRefusal(row);
    await expectRefusal(row, { authorization: `Bearer ${gateway.key}` });
  });

  it('a 405 says which methods there are', async () => {
    const posted = await ask('GET', '/v1/chat/completions', {});
    expect(posted.headers.get('allow')).toBe('POST');
    const read = await ask('POST', '/v1/models', {});
    expect(read.headers.get('allow')).toBe('GET, HEAD');
  });

  it('HEAD answers a refusal without a body', async () => {
    const response = await ask('HEAD', '/v1/models', {});
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  });
});

describe('readings', () => {
  const READINGS: readonly (readonly [string, SeenFormat])[] = [
    ['/v1/models', 'openai'],
    ['/v1/models/gpt-test', 'openai'],
    ['/v1/usage', 'messages'],
    ['/v1/key', 'messages'],
    ['/v1beta/models', 'gemini'],
    ['/v1beta/models/gemini-test', 'gemini'],
  ];

  it.each(READINGS)('%s refuses who is not known', async (path, format) => {
    await expectRefusal(['GET', path, format, 401, 'missing_api_key']);
    for (const kind of ['malformed', 'unknown', 'inactive', 'deleted'] as const) {
      const headers = { 'x-api-key': refusedKey(kind) };
      await expectRefusal(['GET', path, format, 401, 'invalid_api_key'], headers);
    }
    const both = { 'x-api-key': refusedKey('unknown'), authorization: `Bearer ${gateway.key}` };
    await expectRefusal(['GET', path, format, 400, 'conflicting_credentials'], both);
    if (format !== 'gemini') {
      await expectRefusal(['GET', `${path}?key=${gateway.key}`, format, 400, 'key_in_query']);
    }
  });

  it.each<RefusedKey>(['expired', 'exhausted'])('a key that is %s may still read', async (kind) => {
    for (const [path] of READINGS) {
      const response = await ask('GET', path, { authorization: `Bearer ${refusedKey(kind)}` });
      expect(response.status, path).toBe(200);
      const body = (await response.json()) as { status?: string };
      expect(path !== '/v1/key' || body.status === kind, path).toBe(true);
    }
  });

  it('a model that the key may not use is not there', async () => {
    const headers = { authorization: `Bearer ${refusedKey('restricted')}` };
    await expectRefusal(['GET', '/v1/models/gpt-test', 'openai', 404, 'model_not_found'], headers);
    await expectRefusal(['GET', '/v1beta/models/gemini-test', 'gemini', 404, 'model_not_found'], headers);
  });

  it('an image key has no models of text, and is told so', async () => {
    const headers = { authorization: `Bearer ${refusedKey('image')}` };
    await expectRefusal(['GET', '/v1/models', 'openai', 403, 'key_type_mismatch'], headers);
    for (const path of ['/v1/key', '/v1/usage']) {
      expect((await ask('GET', path, headers)).status, path).toBe(200);
    }
  });
});

describe('the management API keeps its one shape', () => {
  const admin = { authorization: `Bearer ${ADMIN_KEY}` };

  it.each<readonly [Row, Record<string, string>]>([
    [['GET', '/api/v1/keys', 'tasks', 401, 'missing_api_key'], {}],
    [['GET', '/api/v1/keys', 'tasks', 401, 'invalid_api_key'], { authorization: 'Bearer nonsense' }],
    [['GET', '/api/v1/nothing', 'tasks', 404, 'not_found'], admin],
    [['GET', '/api/v1/keys/key_00000000000000000000000000', 'tasks', 404, 'not_found'], admin],
    [['PUT', '/api/v1/keys', 'tasks', 405, 'method_not_allowed'], admin],
    [['GET', '/api/v1/keys?limit=x', 'tasks', 400, 'invalid_request'], admin],
  ])('%j', async (row, headers) => {
    await expectRefusal(row, headers);
  });

  it('a client key opens nothing of it', async () => {
    const headers = { authorization: `Bearer ${gateway.key}` };
    await expectRefusal(['GET', '/api/v1/keys', 'tasks', 401, 'invalid_api_key'], headers);
  });
});
