import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '../../simulator/tokens.ts';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import { MONEY_CASES } from '../support/road/money-cases.ts';

/** Prices that fit nothing evenly, so that a charge that is right was rounded right. USD per million tokens. */
const PRICES: Readonly<Record<keyof Tokens, string>> = {
  input: '0.137',
  cache_read: '0.0131',
  cache_write_5m: '0.1717',
  cache_write_1h: '0.2749',
  audio_input: '8.3331',
  output: '0.6113',
  reasoning: '0.9973',
  audio_output: '16.7771',
  image_input: '9.0001',
  image_output: '17.0003',
};
const MULTIPLIER_PPM = 1_370_001n;
const TIER_ABOVE = 3_000;
const TIER_FACTOR = 2n;
const SERVICE_TIER_FACTOR = 3n;

function config(simulatorUrl: string): string {
  const prices = Object.entries(PRICES);
  const text = prices.map(([kind, usd]) => `${kind}: "${usd}"`).join(', ');
  // Twice everything, written out, since a tier stands for itself.
  const tier = prices.map(([kind, usd]) => `${kind}: "${Number(usd) * Number(TIER_FACTOR)}"`).join(', ');
  const price = `{ ${text}, request: "0.000000007", tiers: [{ above_input_tokens: ${TIER_ABOVE}, ${tier} }], service_tiers: { priority: "${SERVICE_TIER_FACTOR}" } }`;
  const models = ['gpt-test', 'embed-test', 'claude-test', 'gemini-test', 'free-test'];
  const sheets = models.map((name) => `  - { name: ${name}, price: ${price} }`).join('\n');
  return testConfig(simulatorUrl)
    .replace(/models:\n(?: {2}- .*\n)+channels:/, `models:\n${sheets}\nchannels:`)
    .replace('multiplier: "1"', 'multiplier: "1.370001"');
}

/** Nano-dollars by the simulator's own count and the prices above, in exact integers, rounded up once. */
function expectedNano(tokens: Tokens, isPriority: boolean): number {
  const kinds = Object.keys(PRICES) as (keyof Tokens)[];
  const input = kinds.slice(0, 5).reduce((sum, kind) => sum + tokens[kind], 0);
  const tierFactor = input > TIER_ABOVE ? TIER_FACTOR : 1n;
  const serviceFactor = isPriority ? SERVICE_TIER_FACTOR : 1n;
  const perMillion = kinds.reduce(
    (sum, kind) => sum + BigInt(tokens[kind]) * BigInt(nanoOf(PRICES[kind])),
    0n,
  );
  const scaled = (perMillion * tierFactor + 7n * 1_000_000n) * serviceFactor * MULTIPLIER_PPM;
  const divisor = 1_000_000n * 1_000_000n;
  return Number((scaled + divisor - 1n) / divisor);
}

function billedSince(before: Tokens, now: Tokens): Tokens {
  const difference = { ...now };
  for (const kind of Object.keys(now) as (keyof Tokens)[]) {
    difference[kind] = now[kind] - before[kind];
  }
  return difference;
}

describe('what a request costs', () => {
  let gateway: TestGateway;
  let requests = 0;
  beforeAll(async () => {
    gateway = await startTestGateway({ config });
  });
  afterAll(() => gateway.close());

  for (const { name, path, body, kinds, isPriority = false, isStream } of MONEY_CASES) {
    it(`F16, F17: ${name}: is the simulator's count times the prices, to the nano-dollar`, async () => {
      const before = gateway.simulator.bill().total.tokens;
      const heard = await ask(gateway.url + path, body);
      expect(heard.status).toBe(200);
      const billed = billedSince(before, gateway.simulator.bill().total.tokens);
      for (const kind of kinds) {
        expect({ kind, isBilled: billed[kind] > 0 }).toEqual({ kind, isBilled: true });
      }

      requests += 1;
      const [row] = await rowsOnceThereAre(gateway, requests);
      expect(row?.usage).toEqual(
        Object.fromEntries(Object.entries(billed).map(([kind, tokens]) => [`${kind}_tokens`, tokens])),
      );
      const charge = nanoOf(row?.charge.amount ?? '0');
      expect(charge).toBe(expectedNano(billed, isPriority));
      expect(row).toMatchObject({ state: 'settled', usage_source: 'upstream', stream: isStream });

      const costs = [...heard.text.matchAll(/"cost":([0-9.]+)/g)].map((match) => nanoOf(match[1] ?? ''));
      expect(costs.at(-1)).toBe(charge);
      const header = heard.headers['x-turnpike-cost'];
      expect(isStream ? header : nanoOf(String(header))).toBe(isStream ? undefined : charge);
    });
  }

  it('F16: a chat stream that hides its usage is charged all the same, once', async () => {
    const before = gateway.simulator.bill().total.tokens;
    const body = { model: 'gpt-test', stream: true, messages: [{ role: 'user', content: 'hidden' }] };
    const heard = await ask(`${gateway.url}/v1/chat/completions`, body);
    expect(heard.text).not.toMatch(/usage|cost/);
    requests += 1;
    const [row] = await rowsOnceThereAre(gateway, requests);
    const billed = billedSince(before, gateway.simulator.bill().total.tokens);
    expect(nanoOf(row?.charge.amount ?? '0')).toBe(expectedNano(billed, false));
  });

  it('a key with a quota counts every charge, and the wallet is sound', async () => {
    const key = 'quota-key-0123456789abcdef';
    const made = await gateway.manage<{ id: string }>('POST', '/keys', {
      name: 'quota',
      group: 'default',
      project: 'Default',
      value: key,
      quota: '90',
    });
    expect(made.status).toBe(201);
    const headers = { authorization: `Bearer ${key}` };
    for (const { path, body } of MONEY_CASES) {
      expect((await ask(gateway.url + path, body, { headers })).status).toBe(200);
    }
    requests += MONEY_CASES.length;
    const rows = await rowsOnceThereAre(gateway, requests);
    const own = rows.filter((row) => row.key_id === made.body.id);
    expect(own).toHaveLength(MONEY_CASES.length);
    const read = await gateway.manage<{ quota_used: string }>('GET', `/keys/${made.body.id}`);
    expect(nanoOf(read.body.quota_used)).toBe(own.reduce((sum, row) => sum + nanoOf(row.charge.amount), 0));
    await expectSoundWallet(gateway, rows);
  });
});
