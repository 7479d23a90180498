import { describe, expect, it } from 'vitest';
import { findRoute } from './router.ts';

/** A route in a few words: what stands there, and how its refusals look. */
function found(method: string, path: string): string {
  const at = findRoute(method, path);
  if ('refusal' in at) {
    return `${at.refusal.code} ${at.refusalFormat}`;
  }
  const { route } = at;
  switch (route.kind) {
    case 'call':
      return `${route.operation.name} ${route.model ?? '-'} ${route.queryKey} ${at.refusalFormat}`;
    case 'reading':
      return `${route.reading} ${route.model ?? '-'} ${route.queryKey} ${at.refusalFormat}`;
    default:
      return `${route.kind} ${at.refusalFormat}`;
  }
}

describe('calls', () => {
  it.each([
    ['/v1/chat/completions', 'openai'],
    ['/chat/completions', 'openai'],
    ['/v1/responses', 'openai'],
    ['/responses', 'openai'],
    ['/backend-api/codex/responses', 'openai'],
    ['/v1/embeddings', 'openai'],
    ['/embeddings', 'openai'],
    ...[
      ...['/completions', '/images/generations', '/images/edits', '/audio/speech', '/audio/transcriptions'],
      ...['/audio/translations', '/moderations', '/rerank'],
    ].flatMap((path) => [
      [path, 'openai'],
      [`/v1${path}`, 'openai'],
    ]),
    ['/v1/messages', 'messages'],
    ['/messages', 'messages'],
    ['/v1/messages/count_tokens', 'messages'],
    ['/messages/count_tokens', 'messages'],
  ])('POST %s takes no key in the query and refuses as %s', (path, format) => {
    expect(found('POST', path)).toMatch(new RegExp(` - refused ${format}$`));
    expect(found('GET', path)).toBe(`method_not_allowed ${format}`);
  });

  it('tells aliases and addresses apart by operation', () => {
    const operations = [
      '/chat/completions',
      '/responses',
      '/embeddings',
      '/completions',
      '/images/generations',
      '/images/edits',
      '/audio/speech',
      '/audio/transcriptions',
      '/audio/translations',
      '/moderations',
      '/rerank',
      '/messages',
      '/messages/count_tokens',
    ];
    const names = operations.map((path) => found('POST', path));
    expect(new Set(names).size).toBe(operations.length);
    expect(operations.map((path) => found('POST', `/v1${path}`))).toEqual(names);
  });
});

describe('Gemini paths', () => {
  it.each(['/v1beta', '/v1'])('%s serves every action with a key in the query', (prefix) => {
    const actions = [
      'generateContent',
      'streamGenerateContent',
      'countTokens',
      'embedContent',
      'batchEmbedContents',
    ];
    for (const action of actions) {
      expect(found('POST', `${prefix}/models/gemini-test:${action}`)).toMatch(
        / gemini-test accepted gemini$/,
      );
    }
  });

  it.each([
    ['google/gemini-x', 'google/gemini-x'],
    ['google%2Fgemini-x', 'google/gemini-x'],
    ['ft:gemini-x:1', 'ft:gemini-x:1'],
    ['m%20x', 'm x'],
  ])('reads the model of models/%s', (written, model) => {
    expect(found('POST', `/v1beta/models/${written}:generateContent`)).toContain(` ${model} accepted`);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'nothing'])(
    'the action %s does not exist',
    (action) => {
      expect(found('POST', `/v1beta/models/gemini-test:${action}`)).toBe('not_found gemini');
    },
  );

  it('a path that does not decode is not found', () => {
    expect(found('POST', '/v1beta/models/%E0%A4%A:generateContent')).toBe('not_found gemini');
    expect(found('GET', '/v1beta/models/%zz')).toBe('not_found gemini');
    expect(found('GET', '/v1/models/%zz')).toBe('not_found openai');
  });
});

describe('readings', () => {
  it.each([
    ['/v1/models', 'models - refused openai'],
    ['/v1/models/gpt-test', 'model gpt-test refused openai'],
    ['/v1/models/google/gemini-test', 'model google/gemini-test refused openai'],
    ['/v1/usage', 'usage - refused messages'],
    ['/v1/key', 'key - refused messages'],
    ['/v1beta/models', 'gemini-models - accepted gemini'],
    ['/v1beta/models/gemini-test', 'gemini-model gemini-test accepted gemini'],
    ['/api/hello', 'hello messages'],
    ['/healthz', 'health messages'],
    ['/readyz', 'readiness messages'],
  ])('GET and HEAD %s', (path, expected) => {
    expect(found('GET', path)).toBe(expected);
    expect(found('HEAD', path)).toBe(expected);
    expect(found('POST', path)).toMatch(/^method_not_allowed /);
  });
});

describe('everything else', () => {
  it.each([
    ['GET', '/models', 'not_found messages'],
    ['GET', '/usage', 'not_found messages'],
    ['GET', '/metrics', 'not_found messages'],
    ['GET', '/', 'console messages'],
    ['GET', '/console', 'console messages'],
    ['GET', '/console/keys/key_1', 'console messages'],
    ['POST', '/console/', 'method_not_allowed messages'],
    ['GET', '/consoles', 'not_found messages'],
    ['POST', '/v1/chat/completions/', 'not_found openai'],
    ['POST', '//v1/chat/completions', 'not_found messages'],
    ['POST', '/v1/../v1/messages', 'not_found messages'],
    ['POST', '/v1/CHAT/completions', 'not_found messages'],
    ['POST', '/v1/images/variations', 'not_found openai'],
    ['POST', '/v1beta/corpora', 'not_found gemini'],
    ['GET', '/api/v2/keys', 'not_found tasks'],
    ['GET', '/api/v1/keys', 'management tasks'],
    ['POST', '/api/auth/sign-in/email', 'management tasks'],
    ['GET', '/openapi.json', 'management tasks'],
    ['GET', '/docs/clients/curl', 'management tasks'],
    ['GET', '/llms.txt', 'management tasks'],
    ['OPTIONS', '/v1/chat/completions', 'method_not_allowed openai'],
    ['TRACE', '/v1/messages', 'method_not_allowed messages'],
    ['POST', 'http://other.example/v1/messages', 'not_found messages'],
    ['OPTIONS', '*', 'not_found messages'],
  ])('%s %s: %s', (method, path, expected) => {
    expect(found(method, path)).toBe(expected);
  });
});

describe('the forced pool', () => {
  it.each([
    ['POST', '/v1/messages'],
    ['POST', '/v1/messages/count_tokens'],
    ['GET', '/v1/models'],
    ['GET', '/v1/models/some-model'],
    ['GET', '/v1/usage'],
    ['GET', '/v1beta/models'],
    ['GET', '/v1beta/models/some-model'],
    ['POST', '/v1beta/models/some-model:generateContent'],
    ['POST', '/v1beta/models/some-model:streamGenerateContent'],
    ['POST', '/v1beta/models/some-model:countTokens'],
    ['GET', '/v1/messages'],
  ])('%s %s is behind the prefix what it is without, from one platform alone', (method, path) => {
    expect(found(method, `/antigravity${path}`)).toBe(found(method, path));
    const forced = findRoute(method, `/antigravity${path}`);
    expect('refusal' in forced ? null : forced.forcedPlatform).toBe(
      'refusal' in forced ? null : 'antigravity',
    );
    expect(findRoute(method, path)).not.toMatchObject({ forcedPlatform: 'antigravity' });
  });

  it.each([
    '/v1/chat/completions',
    '/v1/responses',
    '/v1/key',
    '/api/v1/keys',
    '/healthz',
    '/antigravity/v1/models',
    '/messages',
  ])('%s has no meaning there', (path) => {
    expect(found('POST', `/antigravity${path}`)).toMatch(/^not_found/);
  });

  it('takes /models, which has no meaning elsewhere', () => {
    expect(found('GET', '/antigravity/models')).toBe(found('GET', '/v1/models'));
    expect(found('GET', '/models')).toMatch(/^not_found/);
  });
});
