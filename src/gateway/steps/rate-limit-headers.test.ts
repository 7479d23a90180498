import { describe, expect, it } from 'vitest';
import type { KeyAccess } from '../../keys/index.ts';
import { claimOf, createTestClock, KEY, openedAdmissions, START_MS } from '../../limits/testing/claims.ts';
import type { Exchange } from '../exchange.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

function world(limits: { rpm?: number; tpm?: number }) {
  const clock = createTestClock();
  const admissions = openedAdmissions(clock);
  const claim = (tokens: number) => claimOf({ limits, tokens });
  const access = { key: { id: KEY, limits: claim(0).limits } } as unknown as KeyAccess;
  const headers = (nativeFormat: Exchange['nativeFormat'], of: KeyAccess | null = access) => {
    const flat = rateLimitHeaders({ access: of, admissions, nativeFormat });
    return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : [])));
  };
  return { clock, admissions, claim, headers };
}

describe('rateLimitHeaders', () => {
  it('says what is left of the minute and when all of it is back, as OpenAI does', () => {
    const { admissions, claim, headers, clock } = world({ rpm: 60, tpm: 1_000 });
    expect(headers('openai')).toMatchObject({
      'x-ratelimit-remaining-requests': 60,
      'x-ratelimit-reset-requests': '0s',
    });
    admissions.admit(claim(150));
    clock.advance(2_500);
    expect(headers('openai')).toEqual({
      'x-ratelimit-limit-requests': 60,
      'x-ratelimit-remaining-requests': 59,
      'x-ratelimit-reset-requests': '59s',
      'x-ratelimit-limit-tokens': 1_000,
      'x-ratelimit-remaining-tokens': 850,
      'x-ratelimit-reset-tokens': '59s',
    });
    admissions.admit(claim(150));
    expect(headers('openai')['x-ratelimit-reset-requests']).toBe('1m1s');
  });

  it('says it on Messages in the words of Anthropic too, with moments for durations', () => {
    const { admissions, claim, headers } = world({ tpm: 1_000 });
    admissions.admit(claim(150));
    expect(headers('messages')).toEqual({
      'x-ratelimit-limit-tokens': 1_000,
      'x-ratelimit-remaining-tokens': 850,
      'x-ratelimit-reset-tokens': '1m1s',
      'anthropic-ratelimit-tokens-limit': 1_000,
      'anthropic-ratelimit-tokens-remaining': 850,
      'anthropic-ratelimit-tokens-reset': new Date(START_MS + 61_000).toISOString(),
    });
  });

  it('says nothing of limits that are not there', () => {
    expect(world({}).headers('messages')).toEqual({});
    expect(world({ rpm: 1 }).headers('openai', null)).toEqual({});
  });
});
