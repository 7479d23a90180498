import { describe, expect, it } from 'vitest';
import type { Rejection } from './admissions.ts';
import { refusalFor } from './refusal-for.ts';

const NANO = 1_000_000_000;

function said(fields: Partial<Rejection> & Pick<Rejection, 'limit'>) {
  const whole = { allowed: 0, left: 0, asked: 1, held: 0, retryAfterS: null, ...fields };
  const { code, status, message, retryAfterS } = refusalFor(whole);
  return { code, status, message, retryAfterS };
}

describe('refusalFor', () => {
  it.each<[Parameters<typeof said>[0], string, number, number | null, RegExp]>([
    [
      { limit: 'rpm', allowed: 60, retryAfterS: 12 },
      'rate_limit_exceeded',
      429,
      12,
      /60 requests in a minute.*12 s/,
    ],
    [
      { limit: 'tpm', allowed: 900, left: 40, asked: 100, retryAfterS: 130 },
      'rate_limit_exceeded',
      429,
      130,
      /900 tokens in a minute and 40 are left.*may take 100; try again in 3 min, or allow it fewer output tokens/,
    ],
    [
      { limit: 'tpm', allowed: 900, asked: 1_000 },
      'rate_limit_exceeded',
      429,
      60,
      /about 1000 tokens.*shorten it/,
    ],
    [
      { limit: 'concurrency', allowed: 5, held: 5, retryAfterS: 1 },
      'concurrency_exceeded',
      429,
      1,
      /5 requests at once/,
    ],
    [
      { limit: 'queue', allowed: 7, held: 5, retryAfterS: 1 },
      'queue_full',
      429,
      1,
      /7 requests wait while 5/,
    ],
    [
      { limit: '5h', allowed: NANO, retryAfterS: 3 * 3_600 },
      'spend_window_exceeded',
      402,
      10_800,
      /limit of a time window: there is room again in 3 h$/,
    ],
    [
      { limit: '7d', allowed: NANO, left: NANO / 2, asked: NANO, held: NANO / 4 },
      'spend_window_exceeded',
      402,
      null,
      /could cost up to 1 USD and 0.5 USD are left of what this API key may spend in 7 days; running requests hold 0.25 USD/,
    ],
    [
      { limit: 'budget', retryAfterS: 86_400 * 12 },
      'project_budget_exceeded',
      402,
      1_036_800,
      /of the month: .*12 days/,
    ],
    [
      { limit: 'quota', left: 5, asked: 10 },
      'key_quota_exceeded',
      402,
      null,
      /0.00000001 USD and 0.000000005 USD are left of the quota.*lower limit of output tokens/,
    ],
  ])('%j', (rejection, code, status, retryAfterS, message) => {
    expect(said(rejection)).toEqual({ code, status, retryAfterS, message: expect.stringMatching(message) });
  });

  it('has only the exact words of the catalogue where nothing is left and nothing comes back', () => {
    expect(said({ limit: 'wallet' }).message).toBe('Insufficient credits');
    expect(said({ limit: 'quota' }).message).toBe('This API key reached its quota');
  });
});
