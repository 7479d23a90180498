import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { Heard } from '../support/road/ask.ts';
import { codeOf, createLimitedKey } from '../support/road/limited-keys.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';

const RESET = /^(0s|\d+s|1m[01]s)$/;

describe('what is left of the minute', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  const named = ({ headers }: Heard) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.includes('ratelimit')));

  it.each(ROAD_DIALECTS)('stands on every answer of $name, whole or streamed', async (dialect) => {
    const key = await createLimitedKey(gateway, { limits: { rpm: 50, tpm: 100_000 } });
    const whole = await key.ask(dialect.wholePath, dialect.wholeBody('hello'));
    const stream = await key.ask(dialect.streamPath, dialect.streamBody('hello'));
    for (const [heard, remaining] of [[whole, '49'] as const, [stream, '48'] as const]) {
      expect(heard.status).toBe(200);
      expect(heard.headers).toMatchObject({
        'x-ratelimit-limit-requests': '50',
        'x-ratelimit-remaining-requests': remaining,
        'x-ratelimit-reset-requests': expect.stringMatching(RESET),
        'x-ratelimit-limit-tokens': '100000',
        'x-ratelimit-remaining-tokens': expect.stringMatching(/^9\d{4}$/),
        'x-ratelimit-reset-tokens': expect.stringMatching(RESET),
      });
    }
  });

  it('stands on Messages in the words of Anthropic too', async () => {
    const key = await createLimitedKey(gateway, { limits: { rpm: 50, tpm: 100_000 } });
    const body = { model: 'claude-test', max_tokens: 8, messages: [{ role: 'user', content: 'hi' }] };
    const beforeMs = Date.now();
    const { headers } = await key.ask('/v1/messages', body);
    expect(headers).toMatchObject({
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-tokens-limit': '100000',
    });
    const resetMs = Date.parse(String(headers['anthropic-ratelimit-requests-reset'])) - beforeMs;
    expect(resetMs).toBeGreaterThan(55_000);
    expect(resetMs).toBeLessThan(66_000);
  });

  it('is the limit that there is, and none where there is none', async () => {
    const requestsAlone = await createLimitedKey(gateway, { limits: { rpm: 5 } });
    expect(Object.keys(named(await requestsAlone.chat())).sort()).toEqual([
      'x-ratelimit-limit-requests',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-reset-requests',
    ]);
    const without = await createLimitedKey(gateway, { limits: { concurrency: 5 } });
    expect(named(await without.chat())).toEqual({});
  });

  it('is never the upstream’s own', async () => {
    const own = {
      'x-ratelimit-limit-requests': '7',
      'x-ratelimit-remaining-tokens': '7',
      'anthropic-ratelimit-requests-limit': '7',
      'retry-after': '7',
    };
    gateway.simulator.addFaults([{ effect: { headers: own } }]);
    const body = { model: 'claude-test', max_tokens: 8, messages: [{ role: 'user', content: 'hi' }] };
    const [bounded, free] = [
      await createLimitedKey(gateway, { limits: { rpm: 50 } }),
      await createLimitedKey(gateway, {}),
    ];
    expect((await bounded.ask('/v1/messages', body)).headers).toMatchObject({
      'retry-after': '7',
      'x-ratelimit-limit-requests': '50',
      'anthropic-ratelimit-requests-limit': '50',
    });
    for (const heard of [await free.ask('/v1/messages', body), await free.chat()]) {
      expect([heard.headers['retry-after'], named(heard)]).toEqual(['7', {}]);
    }
    gateway.simulator.clearFaults();
  });

  it('stands on refusals, with a true retry-after', async () => {
    const key = await createLimitedKey(gateway, { limits: { rpm: 1 } });
    expect((await key.chat()).status).toBe(200);
    const refused = await key.chat();
    expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.headers).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
    const waitS = Number(refused.headers['retry-after']);
    expect(waitS).toBeGreaterThan(55);
    expect(waitS).toBeLessThanOrEqual(61);
    const unknown = await key.chat({ model: 'no-such-model' });
    expect([unknown.status, unknown.headers['x-ratelimit-limit-requests']]).toEqual([404, '1']);
  });

  it('a request whose input is more than the minute is told that it never fits', async () => {
    const key = await createLimitedKey(gateway, { limits: { tpm: 10 } });
    const refused = await key.chat();
    expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.text).toContain('more than the 10 tokens in a minute');
  });

  it('a spend window that is reached says when there is room again', async () => {
    const key = await createLimitedKey(gateway, {});
    await key.chat();
    await key.change({ spend_windows: { '5h': '0.000000001' } });
    const refused = await key.chat();
    expect([refused.status, codeOf(refused)]).toEqual([402, 'spend_window_exceeded']);
    expect(refused.headers).toMatchObject({ 'x-should-retry': 'false' });
  });
});
