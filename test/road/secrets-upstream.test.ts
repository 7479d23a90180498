import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS } from '../support/call-paths.ts';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

/** The usual channels, and one for each platform that has no credential. */
function config(simulatorUrl: string): string {
  const channel = (name: string, provider: string, path: string, model: string): string =>
    `  - { name: ${name}, provider: ${provider}, base_url: "${simulatorUrl}${path}", credentials: [], ` +
    `models: [${model}], groups: [default], allow_private: true }\n`;
  return testConfig(simulatorUrl)
    .replace(
      'channels:\n',
      `  - { name: bare-openai, price: { free: true } }\n  - { name: bare-claude, price: { free: true } }\n  - { name: bare-gemini, price: { free: true } }\nchannels:\n`,
    )
    .replace(
      'projects:\n',
      channel('bare-1', 'openai', '/openai/v1', 'bare-openai') +
        channel('bare-2', 'anthropic', '/anthropic', 'bare-claude') +
        channel('bare-3', 'gemini', '/gemini', 'bare-gemini') +
        'projects:\n',
    );
}

const BARE = { openai: 'bare-openai', messages: 'bare-claude', gemini: 'bare-gemini' } as const;
const CREDENTIAL = {
  openai: 'sim-openai-key',
  messages: 'sim-anthropic-key',
  gemini: 'sim-gemini-key',
} as const;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config });
});
afterAll(() => gateway.close());

describe('F58: what an upstream learns of the client', () => {
  it.each(CALL_PATHS)('nothing, on $path', async (path) => {
    const { key } = gateway;
    const asked = path.ask();
    const sent: Record<string, string> = {
      authorization: `Bearer ${key}`,
      'x-api-key': key,
      'x-goog-api-key': key,
      cookie: 'session=canary-cookie',
      'x-turnpike-error-format': 'flat',
      'x-turnpike-anything': 'canary-own',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'canary-host',
      'x-real-ip': '203.0.113.8',
      forwarded: 'for=203.0.113.9',
      'proxy-authorization': 'Basic canary-proxy',
      'openai-organization': 'canary-org',
      'openai-project': 'canary-project',
      'anthropic-api-key': key,
      'x-stainless-api-key': key,
      'x-codex-authorization': key,
      'x-gemini-api-key': key,
      referer: 'https://canary-referer.example/',
      origin: 'https://canary-origin.example',
    };
    const query = path.format === 'gemini' ? `?key=${key}&alt=json` : '';
    const response = await gateway.post(asked.path + query, asked.body, sent);
    expect(response.status, await response.text()).toBe(200);
    const arrived = gateway.simulator.requests().at(-1);
    const text = JSON.stringify(arrived);
    expect(text).toContain(CREDENTIAL[path.format]);
    expect(text).not.toContain(key);
    expect(text).not.toMatch(/canary|203\.0\.113|x-turnpike|x-forwarded|x-real-ip|"cookie"/i);
    expect(arrived?.query ?? '').not.toContain('key');
  });

  it.each(CALL_PATHS)('a channel without a credential is no channel, on $path', async (path) => {
    const before = gateway.simulator.requests().length;
    const asked = path.ask(BARE[path.format]);
    const response = await gateway.post(asked.path, asked.body);
    expect(await readRefusal(response, path.format)).toMatchObject({
      status: 503,
      code: 'no_channel_available',
    });
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(gateway.simulator.requests().length).toBe(before);
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
  });

  it('the trouble of the operator with a credential is not shown as the client’s', async () => {
    for (const status of [401, 402, 403, 500, 503]) {
      gateway.simulator.clearFaults();
      gateway.simulator.addFaults([{ effect: { status } }]);
      for (const path of CALL_PATHS) {
        const asked = path.ask();
        const seen = await readRefusal(await gateway.post(asked.path, asked.body), path.format);
        expect(seen, `${status} ${path.path}`).toMatchObject({ status: 502, code: 'upstream_failed' });
      }
    }
    gateway.simulator.clearFaults();
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
  });
});

describe('F59: a flood of keys that nobody has', () => {
  const CHAT = JSON.stringify({ model: 'free-test', messages: [{ role: 'user', content: 'hi' }] });

  /** Asks from an address of its own, since patience is counted by address. */
  function askFrom(localAddress: string, key: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const url = `${gateway.url}/v1/chat/completions`;
      const sent = request(url, { method: 'POST', localAddress, headers, agent: false }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      sent.once('error', reject);
      sent.end(CHAT);
    });
  }

  async function flood(
    localAddress: string,
    count: number,
    keyOf: (at: number) => string,
  ): Promise<Map<number, number>> {
    const seen = new Map<number, number>();
    for (let at = 0; at < count; at += 20) {
      const batch = Array.from({ length: 20 }, (_, offset) => askFrom(localAddress, keyOf(at + offset)));
      for (const status of await Promise.all(batch)) {
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    }
    return seen;
  }

  it('is looked up about sixty times, while keys that are known go on from the same address', async () => {
    expect(await askFrom('127.0.0.2', gateway.key)).toBe(200);
    const startedMs = performance.now();
    const seen = await flood('127.0.0.2', 2_000, (at) => `unknown-key-number-${at}`);
    const lookedUp = seen.get(401) ?? 0;
    // Each 401 is one look at the database; one more is allowed each second.
    expect(lookedUp).toBeGreaterThanOrEqual(60);
    expect(lookedUp).toBeLessThanOrEqual(61 + Math.ceil((performance.now() - startedMs) / 1_000));
    expect(seen.get(429)).toBe(2_000 - lookedUp);
    expect(await askFrom('127.0.0.2', gateway.key)).toBe(200);
    expect(await askFrom('127.0.0.3', 'unknown-key-elsewhere')).toBe(401);
  });

  it('keys that cannot be one are never looked up, so no patience is lost', async () => {
    expect(await flood('127.0.0.4', 2_000, (at) => `sk-tp-${at}`)).toEqual(new Map([[401, 2_000]]));
    expect(await askFrom('127.0.0.4', 'unknown-key-after-that')).toBe(401);
  });

  it('the same unknown key again and again costs patience, too, and says when to come back', async () => {
    const seen = await flood('127.0.0.5', 200, () => 'one-unknown-key-forever');
    expect(seen.get(429)).toBeGreaterThan(100);
    for (let at = 0; at < 80; at += 1) {
      await (
        await gateway.post('/v1/messages', CHAT, { 'x-api-key': `unknown-key-here-${at}` })
      ).arrayBuffer();
    }
    const last = await gateway.post('/v1/messages', CHAT, { 'x-api-key': 'unknown-key-here-last' });
    expect(await readRefusal(last, 'messages')).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      retryAfter: expect.stringMatching(/^\d+$/),
    });
  });
});
