import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import {
  codeOf,
  countStatuses,
  createLimitedKey,
  type KeyBounds,
  measureChat,
  usd,
} from '../support/road/limited-keys.ts';

const AT_ONCE = 200;
const ROOM_FOR = 10;

describe('two hundred requests at once', () => {
  let gateway: TestGateway;
  let holdNano = 0;
  beforeEach(async () => {
    gateway = await startTestGateway();
    ({ holdNano } = await measureChat(gateway));
    gateway.simulator.setPace({ first_chunk_ms: 1_500 });
  });
  afterEach(() => gateway.close());

  /** Half a hold more than ten need, so that ten fit and no eleventh. */
  const roomForTen = (): string => usd(holdNano * ROOM_FOR + holdNano / 2);
  const bounded: [string, string, (gateway: TestGateway) => Promise<KeyBounds>][] = [
    ['a spend window', 'spend_window_exceeded', async () => ({ spend_windows: { '5h': roomForTen() } })],
    [
      'a longer window',
      'spend_window_exceeded',
      async () => ({ spend_windows: { '5h': '50', '30d': roomForTen() } }),
    ],
    ['a quota', 'key_quota_exceeded', async () => ({ quota: roomForTen() })],
    ['the budget of a project', 'project_budget_exceeded', budgetForTen],
    ['requests of the minute', 'rate_limit_exceeded', async () => ({ limits: { rpm: ROOM_FOR } })],
    ['places', 'concurrency_exceeded', async () => ({ limits: { concurrency: ROOM_FOR } })],
  ];

  async function budgetForTen(): Promise<KeyBounds> {
    const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/projects');
    const [{ id } = { id: '' }] = body.data;
    // What was spent to measure counts too.
    const spent = nanoOf((await gateway.wallet()).spent);
    const monthly_budget = usd(holdNano * ROOM_FOR + holdNano / 2 + spent);
    expect((await gateway.manage('PATCH', `/projects/${id}`, { monthly_budget })).status).toBe(200);
    return {};
  }

  it.each(bounded)(
    'F1, F4, F37: %s that fits ten admits ten, and nothing else leaves',
    async (_, code, boundsOf) => {
      const key = await createLimitedKey(gateway, await boundsOf(gateway));
      const before = gateway.simulator.bill().total.requests;
      const heard = await Promise.all(Array.from({ length: AT_ONCE }, () => key.chat()));
      const refused = heard.filter(({ status }) => status !== 200);
      expect(refused).toHaveLength(AT_ONCE - ROOM_FOR);
      expect(new Set(refused.map(codeOf))).toEqual(new Set([code]));
      expect(gateway.simulator.bill().total.requests - before).toBe(ROOM_FOR);
      const rows = await rowsOnceThereAre(gateway, AT_ONCE + 1);
      expect(rows.every(({ charge }) => charge.uncollected === '0')).toBe(true);
      await expectSoundWallet(gateway, rows);
    },
  );

  it('F37: tokens of the minute are reserved before the request and corrected after it', async () => {
    const key = await createLimitedKey(gateway, { limits: { tpm: 3_000 } });
    const first = await key.chat();
    const used = JSON.parse(first.text).usage.total_tokens;
    expect(first.headers).toMatchObject({ 'x-ratelimit-limit-tokens': '3000' });
    const heard = await Promise.all(Array.from({ length: 100 }, () => key.chat()));
    const counts = countStatuses(heard);
    expect(Object.keys(counts)).toEqual(['200', '429']);
    const corrected = await key.chat({ max_tokens: 1 });
    const left = Number(corrected.headers['x-ratelimit-remaining-tokens']);
    const last = JSON.parse(corrected.text).usage.total_tokens;
    expect(left).toBe(3_000 - used * ((counts[200] ?? 0) + 1) - last);
    // Input counts twice what it is estimated at, so more would have fitted without the reservation.
    expect(used * ((counts[200] ?? 0) + 2)).toBeLessThan(3_000);
  });

  it('F39: what the places refuse takes nothing of the minute', async () => {
    const key = await createLimitedKey(gateway, { limits: { rpm: 5, concurrency: 1 } });
    const heard = await Promise.all(Array.from({ length: 20 }, () => key.chat()));
    expect(countStatuses(heard)).toEqual({ 200: 1, 429: 19 });
    gateway.simulator.setPace({ first_chunk_ms: 0 });
    const next = await key.chat();
    expect(next.headers).toMatchObject({ 'x-ratelimit-remaining-requests': '3' });
  });
});
