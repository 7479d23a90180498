import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../catalog/index.ts';
import { systemClock } from '../core/clock.ts';
import { Secret } from '../core/secret.ts';
import { findProvider, PROVIDERS } from './index.ts';

const NEVER_SENT = [
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'anthropic-api-key',
  'x-gemini-api-key',
  'cookie',
  'host',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'x-forwarded-for',
  'x-real-ip',
  'forwarded',
  'x-turnpike-error-format',
  'proxy-authorization',
  'openai-organization',
  'openai-project',
];

const NEVER_RETURNED = [
  'set-cookie',
  'server',
  'openai-organization',
  'anthropic-organization-id',
  'openai-project',
  'cf-ray',
  'via',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'x-request-id',
  'request-id',
  'x-codex-organization',
  'x-ratelimit-limit-requests',
  'anthropic-ratelimit-requests-remaining',
];

describe('F58: headers are allow lists', () => {
  for (const provider of PROVIDERS) {
    it(`${provider.name}: nothing of the client's credentials, connection or address goes out`, () => {
      expect(NEVER_SENT.filter(provider.forwardsRequestHeader)).toEqual([]);
    });

    it(`${provider.name}: nothing of the operator's account or the upstream's host comes back`, () => {
      expect(NEVER_RETURNED.filter(provider.returnsResponseHeader)).toEqual([]);
    });

    it(`${provider.name}: what every client needs passes`, () => {
      const asked = ['content-type', 'accept', 'user-agent'];
      const answered = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'];
      // Where no dialect passes, no client's request does.
      const passes = provider.dialects.length > 0;
      expect(asked.filter(provider.forwardsRequestHeader)).toEqual(passes ? asked : []);
      expect(answered.filter(provider.returnsResponseHeader)).toEqual(passes ? answered : []);
    });
  }

  it('fact 29: betas and hints of Anthropic are open lists', () => {
    const names = [
      'anthropic-beta',
      'anthropic-version',
      'anthropic-of-tomorrow',
      'x-claude-code-session-id',
      'x-app',
    ];
    const anthropic = findProvider('anthropic');
    expect(names.filter((name) => anthropic?.forwardsRequestHeader(name))).toEqual(names);
    expect(anthropic?.returnsResponseHeader('anthropic-ratelimit-unified-status')).toBe(true);
  });

  it('Codex and the SDKs keep their headers', () => {
    const names = [
      'openai-beta',
      'x-codex-turn-state',
      'session_id',
      'thread-id',
      'originator',
      'x-stainless-lang',
    ];
    const openai = findProvider('openai');
    expect(names.filter((name) => openai?.forwardsRequestHeader(name))).toEqual(names);
    expect(['x-codex-turn-state', 'x-models-etag'].every((name) => openai?.returnsResponseHeader(name))).toBe(
      true,
    );
    expect(findProvider('gemini')?.forwardsRequestHeader('x-goog-api-client')).toBe(true);
  });
});

describe('providers', () => {
  it('carry the credential the way their vendor reads it', () => {
    const secret = new Secret('s3cret');
    expect(findProvider('openai')?.authHeaders(secret)).toEqual(['authorization', 'Bearer s3cret']);
    expect(findProvider('anthropic')?.authHeaders(secret)).toEqual(['x-api-key', 's3cret']);
    expect(findProvider('gemini')?.authHeaders(secret)).toEqual(['x-goog-api-key', 's3cret']);
  });

  it('tell a credential of one form from one of another', () => {
    const forms = (name: string, text: string) => {
      const provider = findProvider(name);
      const secret = new Secret(text);
      return [
        provider?.credentialProblem(secret),
        provider?.proofOf(secret)?.kind,
        provider?.projectOf(secret),
      ];
    };
    const account = { client_email: 'robot@p', private_key: '-----BEGIN PRIVATE KEY-----\n' };
    expect(forms('openai', 'has a space')).toEqual([expect.stringContaining('spaces'), undefined, null]);
    expect(forms('openai', '{"access_token":"x"}')).toEqual([null, undefined, null]);
    expect(forms('antigravity', 'ya29.x')).toEqual([null, undefined, null]);
    expect(forms('antigravity', '{"access_token":"ya29.x","project":"p-1"}')).toEqual([
      null,
      undefined,
      'p-1',
    ]);
    expect(forms('antigravity', '{"project":"p-1"}')[0]).toContain('ASCII');
    expect(forms('vertex', JSON.stringify(account))).toEqual([null, 'token', null]);
    expect(forms('vertex', JSON.stringify({ ...account, token_uri: 'http://example.com' }))[0]).toContain(
      'token_uri',
    );
    expect(forms('vertex', 'ya29.x')).toEqual([null, undefined, null]);
    expect(forms('bedrock', 'AKIDEXAMPLE00000TEST:se/cr+et=')).toEqual([null, 'signature', null]);
    expect(forms('bedrock', 'bedrock-api-key-1')).toEqual([null, undefined, null]);
  });

  it('put the paths of operations where their upstreams have them', () => {
    const paths = ['/chat/completions', '/v1/messages', '/v1beta/models/m:generateContent'];
    const placed = (name: string) => paths.map((path) => findProvider(name)?.pathFor(path));
    expect(placed('openai')).toEqual(paths);
    expect(placed('turnpike')).toEqual(['/v1/chat/completions', ...paths.slice(1)]);
    expect(placed('vertex')).toEqual(['/chat/completions', '/messages', '/models/m:generateContent']);
  });

  it('serve of a list that several share what is theirs', () => {
    const serves = (model: string) =>
      ['gemini', 'vertex', 'vertex-anthropic', 'antigravity', 'bedrock'].filter((name) =>
        findProvider(name)?.servesModel(model),
      );
    expect(serves('gemini-2.5-flash')).toEqual(['gemini', 'vertex', 'antigravity']);
    expect(serves('claude-sonnet-4-5')).toEqual(['vertex-anthropic', 'antigravity']);
    expect(serves('us.anthropic.claude-sonnet-4-5-20250929-v1:0')).toEqual(['antigravity', 'bedrock']);
  });

  it('have names of their own', () => {
    const names = PROVIDERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        ...['openai', 'anthropic', 'gemini', 'azure', 'openai-compatible', 'deepseek', 'mistral', 'groq'],
        ...['xai', 'openrouter', 'together', 'moonshot', 'zhipu', 'qwen', 'ark', 'minimax'],
        ...['ollama', 'vllm', 'lm-studio', 'antigravity', 'antigravity-gateway', 'turnpike'],
        ...['vertex', 'vertex-anthropic', 'bedrock'],
      ]),
    );
  });

  it('with a place in the price catalogue have models there', () => {
    const catalogue = createCatalogue({ clock: systemClock });
    for (const { catalogueId } of PROVIDERS) {
      expect(catalogueId === null || catalogue.listModels(catalogueId).length > 0).toBe(true);
    }
  });

  it('stand in the documentation, each with its address and its credential', () => {
    const page = readFileSync('docs/providers.md', 'utf8');
    expect(PROVIDERS.filter(({ name }) => !page.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
  });

  it('are found by name, and a compatible one needs an address and prices', () => {
    expect(findProvider('openai-compatible')).toMatchObject({
      platform: 'openai',
      defaultBaseUrl: null,
      catalogueId: null,
      environmentKey: null,
      needsCredential: false,
    });
    expect(findProvider('nobody')).toBeUndefined();
  });
});
