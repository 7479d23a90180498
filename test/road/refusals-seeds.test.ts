import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/core/refusal.ts';
import { renderRefusal } from '../../src/dialects/index.ts';
import { CALL_PATHS } from '../support/call-paths.ts';
import type { TestGateway } from '../support/gateway.ts';
import { type RefusedKey, refusedKey, startRefusalGateway } from '../support/refusal-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startRefusalGateway();
});
afterAll(() => gateway.close());

const READINGS = ['/v1/models', '/v1/models/gpt-test', '/v1/usage', '/v1/key'];
const GEMINI_READINGS = ['/v1beta/models', '/v1beta/models/gemini-test'];
const KEYS: readonly (RefusedKey | null)[] = [null, 'malformed', 'inactive', 'deleted'];

/** Every path that takes an API key, with the request that a key would have served. */
function requests(): { path: string; init: RequestInit; isGemini: boolean }[] {
  const calls = CALL_PATHS.map((path) => ({
    path: path.path,
    init: { method: 'POST', body: JSON.stringify(path.ask().body) },
    isGemini: path.format === 'gemini',
  }));
  const readings = [...READINGS, ...GEMINI_READINGS].map((path) => ({
    path,
    init: {},
    isGemini: GEMINI_READINGS.includes(path),
  }));
  return [...calls, ...readings];
}

function headersFor(kind: RefusedKey | null, extra: Record<string, string> = {}): Record<string, string> {
  const credential = kind === null ? {} : { 'x-api-key': refusedKey(kind) };
  return { 'content-type': 'application/json', ...credential, ...extra };
}

describe('the 401 of the authentication guide', () => {
  it.each(KEYS)('key %s: the very body on every path', async (kind) => {
    for (const { path, init, isGemini } of requests()) {
      const response = await fetch(gateway.url + path, { ...init, headers: headersFor(kind) });
      expect(response.status, path).toBe(401);
      expect(await response.json(), path).toMatchObject(
        isGemini
          ? { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Invalid API key' } }
          : { type: 'error', error: { type: 'authentication_error', message: 'Invalid API key' } },
      );
    }
  });
});

describe('the flat bodies, to the letter', () => {
  const flat = { 'x-turnpike-error-format': 'flat' };
  const unauthorized = (message: string) => ({
    error: true,
    status: 401,
    message: `Unauthorized: ${message}`,
  });

  async function everyPath(kind: RefusedKey | null, expected: object, isCalledOnly = false): Promise<void> {
    for (const { path, init } of requests()) {
      if (isCalledOnly && (init.method !== 'POST' || /count_?tokens/i.test(path))) {
        continue;
      }
      const response = await fetch(gateway.url + path, { ...init, headers: headersFor(kind, flat) });
      expect(response.status, path).toBe(401);
      expect(await response.json(), path).toEqual(expected);
    }
  }

  it('no key', () =>
    everyPath(
      null,
      unauthorized(
        "No API key provided. Expected 'Authorization: Bearer your-api-token' header or 'x-api-key: your-api-token' header",
      ),
    ));

  it.each(['malformed', 'inactive', 'deleted'] as const)('%s key', (kind) =>
    everyPath(
      kind,
      unauthorized(
        "Invalid LLMGateway API token. Please make sure the token is not deleted or disabled. Go to the LLMGateway 'API Keys' page to generate a new token.",
      ),
    ),
  );

  it('usage limit reached', () =>
    everyPath('exhausted', unauthorized('LLMGateway API key reached its usage limit.'), true));

  it('a denied model is named', async () => {
    for (const path of CALL_PATHS) {
      const known = path.ask();
      const model = path.format === 'gemini' ? 'gemini-test' : String(known.body.model);
      const response = await gateway.post(known.path, known.body, headersFor('restricted', flat));
      expect(response.status, path.path).toBe(403);
      expect(await response.json(), path.path).toEqual({
        error: true,
        status: 403,
        message: `Access denied: No providers are allowed for model ${model} after applying IAM rules.`,
      });
    }
  });
});

describe('the error of the API reference', () => {
  it('insufficient credits, to the letter', () => {
    const { status, headers, body } = renderRefusal(new Refusal('insufficient_credits'), 'tasks', 'req_1');
    expect([status, headers['content-type'], headers['x-should-retry']]).toEqual([
      402,
      'application/json',
      'false',
    ]);
    expect(JSON.parse(body)).toEqual({
      error: { message: 'Insufficient credits', type: 'gateway_error', code: 'insufficient_credits' },
    });
  });
});
