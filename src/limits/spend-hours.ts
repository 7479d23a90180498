import type { NanoUsd } from '../core/money.ts';
import { SPEND_WINDOWS, type SpendWindow, type SpendWindowsNano } from '../keys/api-key.ts';
import type { Rejection } from './admissions.ts';
import { longerOf } from './longer-rejection.ts';
import { type Buckets, createRollingWindow } from './rolling-window.ts';

const HOUR_MS = 3_600_000;
const HOURS_OF: Readonly<Record<SpendWindow, number>> = { '5h': 5, '1d': 24, '7d': 168, '30d': 720 };

/** What a key spent, by the hour (UTC) its requests began in: the hours of `usage_hours`. */
export type SpendHours = Buckets;

const HOURS = createRollingWindow({
  bucketMs: HOUR_MS,
  spans: SPEND_WINDOWS.map((window) => HOURS_OF[window]),
});

/** Hours in which nothing was spent. */
export const createSpendHours = HOURS.create;

/** Counts what a request cost that began at a moment. */
export function spend(hours: SpendHours, costNano: NanoUsd, startedAtMs: number, nowMs: number): void {
  HOURS.add(hours, costNano, startedAtMs, nowMs);
}

/** What was spent in each window. */
export function spentInWindows(hours: SpendHours, nowMs: number): Record<SpendWindow, NanoUsd> {
  const spent: Record<SpendWindow, NanoUsd> = { '5h': 0, '1d': 0, '7d': 0, '30d': 0 };
  for (const [span, window] of SPEND_WINDOWS.entries()) {
    spent[window] = HOURS.sum(hours, span, nowMs);
  }
  return spent;
}

/** Start of the oldest hour that any window still counts. */
export function oldestHourMs(nowMs: number): number {
  return (Math.floor(nowMs / HOUR_MS) - HOURS_OF['30d']) * HOUR_MS;
}

/** Whether any window has a limit. */
export function hasSpendWindow(windowsNano: SpendWindowsNano): boolean {
  return (
    windowsNano['5h'] !== null ||
    windowsNano['1d'] !== null ||
    windowsNano['7d'] !== null ||
    windowsNano['30d'] !== null
  );
}

/**
 * Judges a hold by every window: what was spent in it, what running requests hold, and the hold itself must
 * fit together. Where several refuse, the one that refuses longest is named, so that its time is true.
 */
export function judgeSpend(
  hours: SpendHours,
  windowsNano: SpendWindowsNano,
  heldNano: NanoUsd,
  holdNano: NanoUsd,
  nowMs: number,
): Rejection | null {
  let longest: Rejection | null = null;
  for (let span = 0; span < SPEND_WINDOWS.length; span += 1) {
    const limit = SPEND_WINDOWS[span] ?? '5h';
    const allowed = windowsNano[limit];
    if (allowed !== null) {
      const left = allowed - HOURS.sum(hours, span, nowMs) - heldNano;
      if (holdNano > left) {
        const waitMs = HOURS.msUntilGone(hours, span, holdNano - left, nowMs);
        const retryAfterS = waitMs === null ? null : Math.ceil(waitMs / 1_000);
        const rejection: Rejection = {
          limit,
          allowed,
          left: Math.max(0, left),
          asked: holdNano,
          held: heldNano,
          retryAfterS,
        };
        longest = longerOf(longest, rejection);
      }
    }
  }
  return longest;
}
