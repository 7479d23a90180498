import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS, type CallPath } from '../support/call-paths.ts';
import { type KeyGateway, startKeyGateway } from '../support/road/key-gateway.ts';

let gateway: KeyGateway;
beforeAll(async () => {
  gateway = await startKeyGateway();
});
afterAll(() => gateway.close());

const HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key'] as const;
const INVALID = { type: 'error', error: { type: 'authentication_error', message: 'Invalid API key' } };

function credential(header: (typeof HEADERS)[number], key: string): Record<string, string> {
  return { [header]: header === 'authorization' ? `Bearer ${key}` : key };
}

function call({ ask }: CallPath, headers: Record<string, string>): Promise<Response> {
  const { path, body } = ask();
  return gateway.post(path, body, headers);
}

describe('the three headers', () => {
  it.each(HEADERS)('%s opens every path', async (header) => {
    for (const path of CALL_PATHS) {
      const response = await call(path, credential(header, gateway.key));
      await response.arrayBuffer();
      expect(response.status, path.path).toBe(200);
    }
    for (const path of ['/v1/models', '/v1/usage', '/v1/key', '/v1beta/models']) {
      expect((await gateway.get(path, credential(header, gateway.key))).status, path).toBe(200);
    }
  });

  it('two of them with one key are one key, with two keys are refused', async () => {
    for (const path of CALL_PATHS) {
      const same = { ...credential('authorization', gateway.key), 'x-api-key': gateway.key };
      const response = await call(path, same);
      await response.arrayBuffer();
      expect(response.status, path.path).toBe(200);
      const other = await call(path, { ...same, 'x-goog-api-key': 'another-key-0123456789' });
      expect(other.status, path.path).toBe(400);
    }
  });
});

describe('missing, invalid or unrecognized', () => {
  it.each([
    ['missing', null],
    ['malformed', 'x'],
    ['unrecognized', 'nobody-has-this-key'],
    ['of the wrong checksum', `sk-tp-${'0'.repeat(49)}`],
  ])('a key that is %s: 401 with the body of the guide', async (_, key) => {
    for (const path of CALL_PATHS.filter(({ format }) => format !== 'gemini')) {
      const response = await call(path, key === null ? {} : { authorization: `Bearer ${key}` });
      expect(response.status, path.path).toBe(401);
      expect(await response.json(), path.path).toMatchObject(INVALID);
    }
    const usage = await gateway.get('/v1/usage', key === null ? {} : { 'x-api-key': key });
    expect([usage.status, await usage.json()]).toMatchObject([401, INVALID]);
  });
});

describe('the group decides which platforms there are', () => {
  const served: readonly (readonly [group: string, formats: readonly string[]])[] = [
    ['openai', ['openai']],
    ['anthropic', ['messages']],
    ['gemini', ['gemini']],
  ];

  it.each(served)('a key of the group %s', async (group, formats) => {
    const { key } = await gateway.makeKey({ group });
    for (const path of CALL_PATHS) {
      const response = await call(path, { authorization: `Bearer ${key}` });
      const text = await response.text();
      if (formats.includes(path.format)) {
        expect(response.status, path.path).toBe(200);
      } else {
        // Each dialect has its own status for what a platform does not serve.
        expect([400, 403, 404], `${path.path} ${text}`).toContain(response.status);
      }
    }
  });
});
