import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS, type CallPath } from '../support/call-paths.ts';
import type { TestGateway } from '../support/gateway.ts';
import { type RefusedKey, refusedKey, startRefusalGateway } from '../support/refusal-gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

/** A way in which the native or the flat format comes to be the one of an answer. */
type Chosen = 'native' | 'flat by header' | 'flat by project' | 'flat by deployment';

const CHOSEN: readonly Chosen[] = ['native', 'flat by header', 'flat by project', 'flat by deployment'];

/** One thing that is wrong with a request, the same on every path. */
interface Wrong {
  readonly name: string;
  readonly code: string;
  readonly status: number;
  /**
   * Which key it is sent with; the good key of the project when left out, none when null,
   * and for `elsewhere` the key of a group that does not serve the path's platform.
   */
  readonly key?: RefusedKey | 'elsewhere' | null;
  readonly model?: string;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Nobody knows the project yet, so its format cannot count. */
  readonly isBeforeProject?: boolean;
  readonly only?: (path: CallPath) => boolean;
}

const isNotGemini = ({ format }: CallPath): boolean => format !== 'gemini';
const before = { isBeforeProject: true };

const WRONGS: readonly Wrong[] = [
  { name: 'no key', key: null, status: 401, code: 'missing_api_key', ...before },
  { name: 'malformed key', key: 'malformed', status: 401, code: 'invalid_api_key', ...before },
  { name: 'unknown key', key: 'unknown', status: 401, code: 'invalid_api_key', ...before },
  { name: 'inactive key', key: 'inactive', status: 401, code: 'invalid_api_key' },
  { name: 'deleted key', key: 'deleted', status: 401, code: 'invalid_api_key' },
  { name: 'expired key', key: 'expired', status: 401, code: 'api_key_expired' },
  {
    name: 'two different keys',
    headers: { 'x-api-key': 'another-key-0123456789' },
    status: 400,
    code: 'conflicting_credentials',
    ...before,
  },
  {
    name: 'key in the query',
    query: '?key=some-key-0123456789',
    status: 400,
    code: 'key_in_query',
    only: isNotGemini,
    ...before,
  },
  {
    name: 'quota reached',
    key: 'exhausted',
    status: 402,
    code: 'key_quota_exceeded',
    only: ({ isBilled }) => isBilled,
  },
  { name: 'model not allowed', key: 'restricted', status: 403, code: 'model_not_allowed' },
  { name: 'image key', key: 'image', status: 403, code: 'key_type_mismatch' },
  { name: 'platform not served', key: 'elsewhere', status: 404, code: 'unsupported_platform' },
  { name: 'unknown model', model: 'nobody-serves-this', status: 404, code: 'model_not_found' },
  { name: 'method', method: 'DELETE', status: 405, code: 'method_not_allowed', ...before },
  { name: 'not JSON', body: '{"model":', status: 400, code: 'invalid_json' },
  { name: 'not an object', body: '[1]', status: 400, code: 'invalid_request' },
  {
    name: 'wrong shape',
    body: '{"messages":7,"input":7,"contents":7,"model":7,"requests":7}',
    status: 400,
    code: 'invalid_request',
    only: ({ path }) => !/countTokens|embedContent/.test(path),
  },
  {
    name: 'media type',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'encoding',
    headers: { 'content-encoding': 'compress' },
    status: 415,
    code: 'unsupported_content_encoding',
  },
  {
    name: 'encoding of a prototype',
    headers: { 'content-encoding': 'constructor' },
    status: 415,
    code: 'unsupported_content_encoding',
  },
  { name: 'not gzip', headers: { 'content-encoding': 'gzip' }, status: 400, code: 'invalid_encoding' },
  {
    name: 'too large',
    body: Buffer.alloc(33 * 1024 * 1024, 0x20),
    status: 413,
    code: 'request_too_large',
    only: ({ path }) =>
      path.startsWith('/v1/chat') || path.startsWith('/v1/messages') || path.includes(':generate'),
  },
];

describe.each(CHOSEN)('every call path, %s', (chosen) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const env = chosen === 'flat by deployment' ? { TURNPIKE_ERROR_FORMAT: 'flat' } : {};
    gateway = await startRefusalGateway({ env });
    await gateway.manage('POST', '/keys', {
      name: 'good',
      project: 'Flat',
      group: 'default',
      value: GOOD_FLAT,
    });
  });
  afterAll(() => gateway.close());

  const project = chosen === 'flat by project' ? 'Flat' : 'Default';

  function keyFor(path: CallPath, { key }: Wrong): string | null {
    if (key === undefined) {
      return project === 'Flat' ? GOOD_FLAT : gateway.key;
    }
    if (key === 'elsewhere') {
      return refusedKey(path.format === 'gemini' ? 'openaiOnly' : 'googleOnly', project);
    }
    return key === null ? null : refusedKey(key, project);
  }

  function send(path: CallPath, wrong: Wrong): Promise<Response> {
    const asked = path.ask(wrong.model);
    const key = keyFor(path, wrong);
    return fetch(gateway.url + asked.path + (wrong.query ?? ''), {
      method: wrong.method ?? 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(chosen === 'flat by header' ? { 'x-turnpike-error-format': 'flat' } : {}),
        ...wrong.headers,
      },
      body: wrong.body ?? JSON.stringify(asked.body),
    });
  }

  const wrongs = WRONGS.filter((wrong) => chosen !== 'flat by project' || wrong.isBeforeProject !== true);

  it.each(wrongs)('$name: $status $code', async (wrong) => {
    for (const path of CALL_PATHS.filter(wrong.only ?? (() => true))) {
      const format = chosen === 'native' ? path.format : 'flat';
      const response = await send(path, wrong);
      const seen = await readRefusal(response, format);
      const where = `${path.path}: ${JSON.stringify(seen)}`;
      expect(seen.status, where).toBe(statusOn(wrong, format));
      expect(seen.code, where).toBe(format === 'flat' ? null : wrong.code);
      expect(seen.shouldRetry, where).toBe(wrong.status === 402 ? 'false' : null);
      expect(response.headers.get('request-id') !== null, where).toBe(path.format === 'messages');
    }
    expect(await gateway.wallet()).toMatchObject({ held: '0', spent: '0' });
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

const GOOD_FLAT = 'good-key-of-the-flat-project';

/** Where a format states another status than the catalogue. */
function statusOn({ code, status }: Wrong, format: string): number {
  if (status === 402) {
    return { messages: 429, flat: 401 }[format] ?? 402;
  }
  return code === 'unsupported_platform' && format === 'gemini' ? 400 : status;
}
