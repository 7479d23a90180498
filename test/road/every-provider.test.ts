import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/catalog/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { PLATFORMS } from '../../src/dialects/index.ts';
import { PROVIDERS, type Provider } from '../../src/providers/index.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/gateway.ts';

/** Where each dialect is played; the first that a provider takes is the one a chat call ends up in. */
const PLAYED: Readonly<Record<string, string>> = {
  'openai-chat': '/openai/v1',
  'openai-responses': '/openai/v1',
  'anthropic-messages': '/anthropic',
  gemini: '/gemini',
  antigravity: '/antigravity',
};

/** Providers whose paths stand elsewhere under the base URL. */
const ELSEWHERE: Readonly<Record<string, string>> = { turnpike: '/openai', vertex: '/gemini/v1beta' };

/** Its models are called like those of other providers. */
const RESELLER = 'openrouter';
const STREAMED = { stream: true, stream_options: { include_usage: true } };
const SERVED = PROVIDERS.filter(({ dialects: [first = ''] }) => first in PLAYED);
const catalogue = createCatalogue({ clock: systemClock });

/** A model of the price catalogue that answers in words, or one that an operator priced. */
function modelOf({ catalogueId, servesModel }: Provider): string {
  const known = catalogueId === null ? [] : catalogue.listModels(catalogueId);
  return (
    known.find((name) => servesModel(name) && !/embed|image|tts|audio|whisper|transcribe|live/.test(name)) ??
    'own-model'
  );
}

const config = (simulator: string): string => `
groups:
  - { name: all, platforms: [${PLATFORMS.join(', ')}], translate: true }
models:
  - { name: own-model, price: { input: "1", output: "2" } }
channels:
${SERVED.map(
  (provider) => `  - name: at-${provider.name}
    provider: ${provider.name}
    base_url: "${simulator}${ELSEWHERE[provider.name] ?? PLAYED[provider.dialects[0] ?? '']}"
    credentials: ["key-of-${provider.name}"]
    models: ${provider.catalogueId === null ? '[own-model]' : '[]'}
    groups: [all]
    priority: ${provider.name === RESELLER ? 1 : 0}
    allow_private: true`,
).join('\n')}
projects:
  - { name: Default, mode: credits, credit: "100" }
keys:
  - { name: test, project: Default, group: all, value: "${TEST_KEY}" }
`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config });
});
afterAll(() => gateway.close());

describe('a chat call reaches the models of every provider', () => {
  it.each(SERVED.map((provider) => [provider.name, provider] as const))('%s', async (name, provider) => {
    const messages = [{ role: 'user', content: 'repeat:5 hello' }];
    const asked = { model: `${name}/${modelOf(provider)}`, max_tokens: 50, messages };
    gateway.simulator.reset();
    for (const stream of [false, true]) {
      const response = await gateway.post('/v1/chat/completions', stream ? { ...asked, ...STREAMED } : asked);
      const text = await response.text();
      expect([response.status, text]).toEqual([200, expect.stringContaining('hell')]);
      expect(response.headers.get('x-turnpike-channel')).toBe(`at-${name}`);
      expect(text).toContain('"cost":');
    }
    expect(gateway.simulator.bill().credentials[`key-of-${name}`]?.requests).toBe(2);
  });

  it.each(SERVED.map((provider) => [provider.name] as const))(
    '%s: its channel can be tested',
    async (name) => {
      const listed = await gateway.manage<{ data: { id: string; name: string }[] }>(
        'GET',
        '/channels?limit=100',
      );
      const channel = listed.body.data.find((one) => one.name === `at-${name}`);
      const { body } = await gateway.manage('POST', `/channels/${channel?.id}/test`);
      expect(body).toMatchObject({ ok: true, credentials: [{ status: 200, reason: null }] });
    },
  );
});
