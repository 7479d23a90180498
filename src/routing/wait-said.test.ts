import { describe, expect, it } from 'vitest';
import { waitSaidMs } from './wait-said.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 12);
const said = (headers: Record<string, string>, body: unknown = null) => waitSaidMs(headers, body, NOW_MS);

describe('waitSaidMs', () => {
  it('reads seconds, milliseconds and dates of retry-after', () => {
    expect(said({ 'retry-after': '3' })).toBe(3_000);
    expect(said({ 'retry-after-ms': '250', 'retry-after': '1' })).toBe(250);
    expect(said({ 'retry-after': 'Thu, 01 Jan 2026 12:00:20 GMT' })).toBe(20_000);
    expect(said({ 'retry-after': 'soon' })).toBeNull();
  });

  it('reads the resets of limits that are used up, and of no others', () => {
    const limits = {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1m30s',
      'x-ratelimit-remaining-tokens': '10',
      'x-ratelimit-reset-tokens': '1h',
    };
    expect(said(limits)).toBe(90_000);
    expect(said({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '20ms' })).toBe(20);
    const moments = {
      'anthropic-ratelimit-tokens-remaining': '0',
      'anthropic-ratelimit-tokens-reset': '2026-01-01T12:00:05Z',
    };
    expect(said(moments)).toBe(5_000);
  });

  it('reads RetryInfo', () => {
    const body = { error: { details: [{ '@type': 'x' }, { retryDelay: '12.5s' }] } };
    expect(said({}, body)).toBe(12_500);
    expect(said({}, { error: { details: 'none' } })).toBeNull();
  });

  it('takes no wait below zero and none beyond an hour', () => {
    expect(said({ 'retry-after': '-3' })).toBe(0);
    expect(said({ 'retry-after': '999999' })).toBe(3_600_000);
  });
});
