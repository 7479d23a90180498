import type { IncomingHttpHeaders } from 'node:http';
import { isObject, memberOf } from './json-reading.ts';

/** Longer waits are cut to this, so that what an upstream says by mistake is found out within the hour. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * How long an upstream asks to be left alone, in milliseconds from `nowMs` (wall time); null when it does
 * not say. Read are `retry-after-ms` (Azure OpenAI), `retry-after` in seconds or as a date (RFC 9110,
 * 10.2.3), the resets of limits of which nothing remains (platform.openai.com "Rate limits": durations such
 * as `6m0s`; docs.anthropic.com "Rate limits": moments of RFC 3339), and `retryDelay` of a body's RetryInfo
 * (google.rpc.RetryInfo).
 */
export function waitSaidMs(headers: IncomingHttpHeaders, body: unknown, nowMs: number): number | null {
  const said =
    numberOf(headers['retry-after-ms']) ??
    retryAfterMs(headers['retry-after'], nowMs) ??
    retryDelayMs(body) ??
    resetMs(headers, nowMs);
  return said === null ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, said));
}

/** The delay of a body's RetryInfo, in milliseconds; null when there is none. */
export function retryDelayMs(body: unknown): number | null {
  for (const detail of detailsOf(body)) {
    const delay = memberOf(detail, 'retryDelay');
    if (typeof delay === 'string') {
      return durationMs(delay);
    }
  }
  return null;
}

/** The machine-readable reasons in a body's details (google.rpc.ErrorInfo). */
export function reasonsOf(body: unknown): readonly string[] {
  return detailsOf(body).flatMap((detail) => {
    const reason = memberOf(detail, 'reason');
    return typeof reason === 'string' ? [reason] : [];
  });
}

function detailsOf(body: unknown): readonly unknown[] {
  const details = memberOf(memberOf(body, 'error'), 'details');
  return Array.isArray(details) ? details.filter(isObject) : [];
}

function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  const seconds = numberOf(value);
  return seconds === null ? momentMs(value, nowMs) : seconds * 1_000;
}

/** The latest reset of the limits that are used up. */
function resetMs(headers: IncomingHttpHeaders, nowMs: number): number | null {
  let latest: number | null = null;
  for (const name in headers) {
    if (name.includes('ratelimit') && name.includes('reset')) {
      const value = headers[name];
      const remaining = numberOf(headers[name.replace('reset', 'remaining')]);
      const wait = typeof value === 'string' && remaining === 0 ? untilReset(value, nowMs) : null;
      latest = wait === null ? latest : Math.max(latest ?? 0, wait);
    }
  }
  return latest;
}

function untilReset(value: string, nowMs: number): number | null {
  const number = numberOf(value);
  if (number !== null) {
    // Some count in seconds from now, some name the second since 1970.
    return number > 1e9 ? number * 1_000 - nowMs : number * 1_000;
  }
  return durationMs(value) ?? momentMs(value, nowMs);
}

const DURATION = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

function durationMs(text: string): number | null {
  const match = DURATION.exec(text);
  if (text === '' || match === null) {
    return null;
  }
  const [, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match;
  return (
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(milliseconds)
  );
}

function momentMs(text: string | undefined, nowMs: number): number | null {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? null : moment - nowMs;
}

function numberOf(value: string | string[] | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
