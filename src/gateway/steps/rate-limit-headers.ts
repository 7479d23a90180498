import { type Admissions, hasMinuteLimit, type MinuteRate } from '../../limits/index.ts';
import type { Exchange, FlatHeaders } from '../exchange.ts';

/** What the headers are made of. */
export type RatedExchange = Pick<Exchange, 'access' | 'nativeFormat'> & {
  readonly admissions: Pick<Admissions, 'rates'>;
};

const NONE: FlatHeaders = [];

/**
 * What is left of the key's limits by minute: `x-ratelimit-*` as OpenAI has them (resets are durations such
 * as `1s` and `6m0s`, platform.openai.com/docs/guides/rate-limits), on Messages `anthropic-ratelimit-*` too
 * (resets are moments in RFC 3339, docs.anthropic.com/en/api/rate-limits). A reset says when all of it is
 * there again. A key without such limits has none of them.
 */
export function rateLimitHeaders({ access, admissions, nativeFormat }: RatedExchange): FlatHeaders {
  if (access === null || !hasMinuteLimit(access.key.limits)) {
    return NONE;
  }
  const headers: FlatHeaders = [];
  const { atMs, requests, tokens } = admissions.rates(access.key.id, access.key.limits);
  const isMessages = nativeFormat === 'messages';
  for (const [what, rate] of [['requests', requests] as const, ['tokens', tokens] as const]) {
    if (rate !== null) {
      pushOpenai(headers, what, rate);
      if (isMessages) {
        pushAnthropic(headers, what, rate, atMs);
      }
    }
  }
  return headers;
}

function pushOpenai(headers: FlatHeaders, what: string, { limit, remaining, resetMs }: MinuteRate): void {
  headers.push(`x-ratelimit-limit-${what}`, limit, `x-ratelimit-remaining-${what}`, remaining);
  headers.push(`x-ratelimit-reset-${what}`, durationOf(resetMs));
}

function pushAnthropic(headers: FlatHeaders, what: string, rate: MinuteRate, atMs: number): void {
  const name = `anthropic-ratelimit-${what}`;
  headers.push(`${name}-limit`, rate.limit, `${name}-remaining`, rate.remaining);
  headers.push(`${name}-reset`, new Date(atMs + Math.ceil(rate.resetMs)).toISOString());
}

/** Whole seconds, rounded up: `0s`, `59s`, `1m1s`. */
function durationOf(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
