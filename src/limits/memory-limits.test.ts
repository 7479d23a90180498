import { describe, expect, it } from 'vitest';
import type { Claim, Rejection } from './admissions.ts';
import { claimOf, createTestClock, KEY, openedAdmissions } from './testing/claims.ts';

const HOUR_MS = 3_600_000;

function world() {
  const clock = createTestClock();
  const admissions = openedAdmissions(clock);
  return { clock, admissions };
}

/** Everything that can be bounded, so that nothing of it is reached. */
const AMPLE = {
  holdNano: 100,
  tokens: 10,
  inputTokens: 1,
  quotaNano: 1_000,
  budgetNano: 1_000,
  limits: { rpm: 10, tpm: 100, concurrency: 10 },
  windowsNano: { '5h': 1_000, '1d': 1_000, '7d': 1_000, '30d': 1_000 },
};

describe('limits of a key', () => {
  it('F37: of a thousand at once, as many requests are admitted as the minute has', async () => {
    const { admissions } = world();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        await Promise.resolve();
        return admissions.admit(claimOf({ limits: { rpm: 60 } }));
      }),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(60);
    expect(admissions.key(KEY)).toMatchObject({ inFlight: 60 });
  });

  it('F38: requests and tokens have windows of their own', () => {
    const { admissions, clock } = world();
    const limits = { rpm: 2, tpm: 100 };
    expect(admissions.admit(claimOf({ limits, tokens: 60 }))).toBeNull();
    clock.advance(30_000);
    expect(admissions.admit(claimOf({ limits, tokens: 50 }))).toMatchObject({ limit: 'tpm', left: 40 });
    expect(admissions.admit(claimOf({ limits, tokens: 40 }))).toBeNull();
    expect(admissions.admit(claimOf({ limits }))).toMatchObject({ limit: 'rpm', retryAfterS: 31 });
    clock.advance(31_000);
    expect(admissions.admit(claimOf({ limits, tokens: 60 }))).toBeNull();
    expect(admissions.rates(KEY, { ...limits, concurrency: null, queueLimit: 0 })).toMatchObject({
      requests: { limit: 2, remaining: 0, resetMs: 61_000 },
      tokens: { limit: 100, remaining: 0, resetMs: 61_000 },
    });
  });

  it('F39: what one limit refuses takes nothing of the others', () => {
    const { admissions } = world();
    const running = claimOf(AMPLE);
    admissions.admit(running);
    const state = () => [
      admissions.key(KEY),
      admissions.wallet('org_1'),
      admissions.rates(KEY, running.limits),
    ];
    const before = state();
    const tight: [Rejection['limit'], Partial<Claim>][] = [
      ['concurrency', { limits: { ...running.limits, concurrency: 1 } }],
      ['rpm', { limits: { ...running.limits, rpm: 1 } }],
      ['tpm', { limits: { ...running.limits, tpm: 19 } }],
      ['5h', { windowsNano: { ...running.windowsNano, '5h': 199 } }],
      ['1d', { windowsNano: { ...running.windowsNano, '1d': 199 } }],
      ['7d', { windowsNano: { ...running.windowsNano, '7d': 199 } }],
      ['30d', { windowsNano: { ...running.windowsNano, '30d': 199 } }],
      ['quota', { quotaNano: 199 }],
      ['budget', { budgetNano: 199 }],
      [
        'wallet',
        { holdNano: 1_000_000, quotaNano: null, budgetNano: null, windowsNano: claimOf().windowsNano },
      ],
    ];
    for (const [limit, fields] of tight) {
      expect(admissions.admit({ ...claimOf(AMPLE), ...fields }), limit).toMatchObject({ limit });
      expect(state(), limit).toEqual(before);
    }
  });

  it('judges in one order: places, requests, tokens, windows, quota, budget, wallet', () => {
    const { admissions } = world();
    admissions.admit(claimOf(AMPLE));
    const limits: Claim['limits'] = { rpm: 1, tpm: 19, concurrency: 1, queueLimit: 0 };
    const all = { ...AMPLE, limits, quotaNano: 199, budgetNano: 199, windowsNano: { '5h': 199 } };
    const ask = (fields: Parameters<typeof claimOf>[0]) =>
      admissions.admit(claimOf({ ...all, ...fields }))?.limit;
    expect(ask({})).toBe('concurrency');
    expect(ask({ limits: { ...limits, concurrency: null } })).toBe('rpm');
    expect(ask({ limits: { ...limits, concurrency: null, rpm: null } })).toBe('tpm');
    expect(ask({ limits: {} })).toBe('5h');
    expect(ask({ limits: {}, windowsNano: {} })).toBe('quota');
    expect(ask({ limits: {}, windowsNano: {}, quotaNano: null })).toBe('budget');
  });

  it('tokens are reserved, then corrected to what was used', () => {
    const { admissions } = world();
    const limits = { tpm: 1_000 };
    const claim = claimOf({ limits, tokens: 900 });
    admissions.admit(claim);
    expect(admissions.admit(claimOf({ limits, tokens: 101 }))).toMatchObject({ limit: 'tpm', left: 100 });
    admissions.settle(claim, 0, 250);
    expect(admissions.admit(claimOf({ limits, tokens: 750 }))).toBeNull();
    expect(admissions.admit(claimOf({ limits, tokens: 1 }))).toMatchObject({ left: 0 });
  });

  it('a request larger than the minute runs alone, one whose input is larger never', () => {
    const { admissions, clock } = world();
    const limits = { tpm: 100 };
    const large = () => claimOf({ limits, tokens: 5_000, inputTokens: 80 });
    const small = claimOf({ limits, tokens: 1 });
    admissions.admit(small);
    expect(admissions.admit(large())).toMatchObject({ limit: 'tpm', retryAfterS: 61, asked: 5_000 });
    admissions.settle(small, 0, 0);
    expect(admissions.admit(large())).toBeNull();
    expect(admissions.admit(claimOf({ limits, tokens: 1 }))).toMatchObject({ left: 0, retryAfterS: 61 });
    clock.advance(61_000);
    const never = claimOf({ limits, tokens: 5_000, inputTokens: 101 });
    expect(admissions.admit(never)).toMatchObject({ asked: 101, retryAfterS: null });
  });

  it('F38: a spend window is open again when its hours have passed, each by itself', () => {
    const { admissions, clock } = world();
    const claim = () =>
      claimOf({ holdNano: 100, startedAtMs: clock.nowMs(), windowsNano: { '5h': 100, '1d': 150 } });
    const first = claim();
    admissions.admit(first);
    expect(admissions.admit(claim())).toMatchObject({ limit: '5h', left: 0, held: 100, retryAfterS: null });
    admissions.settle(first, 100, 0);
    expect(admissions.admit(claim())).toMatchObject({ limit: '1d', retryAfterS: 25 * 3_600 });
    clock.advance(6 * HOUR_MS);
    expect(admissions.admit(claim())).toMatchObject({ limit: '1d', left: 50, retryAfterS: 19 * 3_600 });
    clock.advance(19 * HOUR_MS);
    expect(admissions.admit(claim())).toBeNull();
  });

  it('a limit that is set while the key is in use is in force at once', () => {
    const { admissions } = world();
    const running = claimOf();
    admissions.admit(running);
    expect(admissions.admit(claimOf({ limits: { concurrency: 1 } }))).toMatchObject({ limit: 'concurrency' });
    admissions.settle(running, 0, 0);
    expect(admissions.admit(claimOf({ limits: { concurrency: 1 } }))).toBeNull();
  });
});
