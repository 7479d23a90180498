import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

const QUOTA_KEY = 'key-with-a-quota-0001';
let gateway: TestGateway;
let spent = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.manage('POST', '/keys', {
    name: 'quota',
    project: 'Default',
    group: 'default',
    value: QUOTA_KEY,
    quota: '0.5',
  });
  for (const key of [gateway.key, QUOTA_KEY]) {
    const asked = {
      model: 'gpt-test',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'repeat:50 hello' }],
    };
    const response = await gateway.post('/v1/chat/completions', asked, { authorization: `Bearer ${key}` });
    spent = ((await response.json()) as { usage: { cost: number } }).usage.cost;
    await gateway.post('/v1/chat/completions', '{', { authorization: `Bearer ${key}` });
  }
  await vi.waitFor(async () => expect((await gateway.requests()).length).toBe(4));
});
afterAll(() => gateway.close());

type Sums = Record<string, number>;

interface UsageAnswer {
  readonly mode: string;
  readonly usage: { readonly today: Sums; readonly total: Sums } & Record<string, unknown>;
  readonly daily_usage: readonly ({ date: string } & Sums)[];
  readonly model_stats: readonly ({ model: string } & Sums)[];
}

async function usage(query = '', key = gateway.key): Promise<UsageAnswer> {
  const response = await gateway.get(`/v1/usage${query}`, { authorization: `Bearer ${key}` });
  expect(response.status).toBe(200);
  return (await response.json()) as UsageAnswer;
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

describe('GET /v1/usage', () => {
  it('tells a key without a quota of its wallet', async () => {
    const { usage: used, ...seen } = await usage();
    expect(seen).toMatchObject({
      mode: 'unrestricted',
      isValid: true,
      status: 'active',
      unit: 'USD',
      planName: expect.any(String),
    });
    const { remaining, balance } = seen as unknown as { remaining: number; balance: number };
    expect(remaining).toBeCloseTo(100 - 2 * spent, 9);
    expect(balance).toBe(remaining);
    expect(used.total).toMatchObject({ requests: 1, cost: spent, actual_cost: spent });
    expect(used.today).toEqual(used.total);
    expect(used).toMatchObject({
      average_duration_ms: expect.any(Number),
      rpm: 1,
      tpm: used.total.total_tokens,
    });
  });

  it('tells a key with a quota of its quota', async () => {
    const seen = await usage('', QUOTA_KEY);
    expect(seen).toMatchObject({ mode: 'quota_limited', quota: { limit: 0.5, unit: 'USD' } });
    const { quota } = seen as unknown as { quota: { used: number; remaining: number } };
    expect(quota.used).toBeCloseTo(spent, 9);
    expect(quota.remaining).toBeCloseTo(0.5 - spent, 9);
  });

  it('shows as many days as are asked for, the last one today', async () => {
    for (const days of [1, 7, 90]) {
      const { daily_usage } = await usage(`?days=${days}`);
      expect(daily_usage).toHaveLength(days);
      expect(daily_usage.at(-1)).toMatchObject({ date: isoDay(Date.now()), requests: 1, cost: spent });
    }
    expect((await usage()).daily_usage).toHaveLength(30);
  });

  it('shows models of a span of days, its last day included', async () => {
    const today = isoDay(Date.now());
    const before = isoDay(Date.now() - 3 * 86_400_000);
    const [model] = (await usage(`?start_date=${today}&end_date=${today}`)).model_stats;
    expect(model).toMatchObject({ model: 'gpt-test', requests: 1, cost: spent });
    expect((await usage(`?start_date=${before}&end_date=${before}`)).model_stats).toEqual([]);
  });

  it('takes time zones', async () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
      const { daily_usage } = await usage(`?days=2&timezone=${encodeURIComponent(zone)}`);
      expect(daily_usage.reduce((sum, day) => sum + (day.requests ?? 0), 0)).toBe(1);
    }
  });

  it('says nothing of what the upstream costs, nor of other keys', async () => {
    expect(JSON.stringify(await usage())).not.toMatch(/upstream|account/i);
  });

  it.each([
    ['days=0', 'days'],
    ['days=91', 'days'],
    ['days=-1', 'days'],
    ['days=1.5', 'days'],
    ['days=x', 'days'],
    ['days=', 'days'],
    ['timezone=Mars%2FOlympus', 'timezone'],
    ['timezone=', 'timezone'],
    ['start_date=yesterday', 'start_date'],
    ['start_date=2026-13-01', 'start_date'],
    ['start_date=2026-02-30', 'start_date'],
    ['end_date=2026-1-1', 'end_date'],
    ['end_date=%00', 'end_date'],
    ['start_date=2026-05-02&end_date=2026-05-01', 'end_date'],
  ])('refuses %s', async (query, field) => {
    const seen = await readRefusal(await gateway.get(`/v1/usage?${query}`), 'messages');
    expect(seen).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(seen.message).toContain(field);
  });
});
