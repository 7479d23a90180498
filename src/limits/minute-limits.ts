import type { KeyLimits } from '../keys/api-key.ts';
import type { Claim, MinuteRate, MinuteRates, Rejection } from './admissions.ts';
import type { KeyCounters } from './key-counters.ts';
import { longerOf } from './longer-rejection.ts';
import {
  correct,
  createMinuteWindow,
  type MinuteWindow,
  msUntilFree,
  take,
  takenOf,
} from './minute-window.ts';

/** Whether a key has a limit by minute. */
export function hasMinuteLimit({ rpm, tpm }: KeyLimits): boolean {
  return rpm !== null || tpm !== null;
}

/** Judges a claim by the requests and the tokens of the minute. */
export function judgeMinute(key: KeyCounters, claim: Claim, nowMs: number): Rejection | null {
  const { rpm, tpm } = claim.limits;
  const requests = rpm === null ? null : judgeRequests(key.requests, rpm, nowMs);
  const tokens = tpm === null ? null : judgeTokens(key.tokens, claim, tpm, nowMs);
  return longerOf(requests, tokens);
}

/** Takes the request and its tokens of the minute. */
export function takeMinute(key: KeyCounters, claim: Claim, nowMs: number): void {
  const { rpm, tpm } = claim.limits;
  if (rpm !== null) {
    key.requests ??= createMinuteWindow();
    take(key.requests, 1, nowMs);
  }
  if (tpm !== null) {
    key.tokens ??= createMinuteWindow();
    claim.reservedTokens = Math.min(claim.tokens, tpm);
    claim.reservedAtMs = nowMs;
    take(key.tokens, claim.reservedTokens, nowMs);
  }
}

/** Puts the tokens that were used in the place of those that were reserved. */
export function correctTokens(key: KeyCounters, claim: Claim, tokens: number, nowMs: number): void {
  if (key.tokens !== null && claim.limits.tpm !== null) {
    correct(key.tokens, claim.reservedTokens, claim.reservedAtMs, tokens, nowMs);
  }
}

/** How the limits by minute of a key stand, at a moment of both clocks. */
export function ratesOf(
  key: KeyCounters | null,
  { rpm, tpm }: KeyLimits,
  atMs: number,
  nowMs: number,
): MinuteRates {
  return {
    atMs,
    requests: rpm === null ? null : rateOf(key?.requests ?? null, rpm, nowMs),
    tokens: tpm === null ? null : rateOf(key?.tokens ?? null, tpm, nowMs),
  };
}

function rateOf(window: MinuteWindow | null, limit: number, nowMs: number): MinuteRate {
  const taken = takenOf(window, nowMs);
  const resetMs = msUntilFree(window, taken, nowMs) ?? 0;
  return { limit, remaining: Math.max(0, limit - taken), resetMs };
}

function judgeRequests(window: MinuteWindow | null, rpm: number, nowMs: number): Rejection | null {
  const taken = takenOf(window, nowMs);
  if (taken < rpm) {
    return null;
  }
  const waitMs = msUntilFree(window, taken + 1 - rpm, nowMs);
  return { limit: 'rpm', allowed: rpm, left: 0, asked: 1, held: 0, retryAfterS: seconds(waitMs) };
}

/**
 * A request that may take more than the whole limit runs alone: it needs the window to be empty, and takes
 * all of it. One whose input alone is more never fits.
 */
function judgeTokens(
  window: MinuteWindow | null,
  claim: Claim,
  tpm: number,
  nowMs: number,
): Rejection | null {
  const taken = takenOf(window, nowMs);
  const asked = Math.min(claim.tokens, tpm);
  const fitsEver = claim.inputTokens <= tpm;
  if (fitsEver && taken + asked <= tpm) {
    return null;
  }
  const waitMs = fitsEver ? msUntilFree(window, taken + asked - tpm, nowMs) : null;
  return {
    limit: 'tpm',
    allowed: tpm,
    left: Math.max(0, tpm - taken),
    asked: fitsEver ? claim.tokens : claim.inputTokens,
    held: 0,
    retryAfterS: seconds(waitMs),
  };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.ceil(ms / 1_000);
}
