import { type Buckets, createRollingWindow } from './rolling-window.ts';

/** What was taken of a limit by minute, by the second. Its clock is the monotonic one. */
export type MinuteWindow = Buckets;

/** Any 60 seconds lie within the current second and the 60 before it. */
const SECONDS = createRollingWindow({ bucketMs: 1_000, spans: [60] });
const MINUTE = 0;

/** A window of which nothing was taken. */
export const createMinuteWindow = SECONDS.create;

/** What was taken in the last 60 seconds; null is a window that nobody ever took of. */
export function takenOf(window: MinuteWindow | null, nowMs: number): number {
  return window === null ? 0 : SECONDS.sum(window, MINUTE, nowMs);
}

/** Takes an amount now. */
export function take(window: MinuteWindow, amount: number, nowMs: number): void {
  SECONDS.add(window, amount, nowMs, nowMs);
}

/**
 * Puts what was used in the place of what was reserved. What was reserved in vain goes back to the second
 * it was taken in; what was used beyond the reservation counts from now on, since the second of a long
 * request may be past.
 */
export function correct(
  window: MinuteWindow,
  reserved: number,
  reservedAtMs: number,
  used: number,
  nowMs: number,
): void {
  const missing = used - reserved;
  if (missing !== 0) {
    SECONDS.add(window, missing, missing < 0 ? reservedAtMs : nowMs, nowMs);
  }
}

/** Milliseconds until so much of what was taken is free again; null when less was taken. */
export function msUntilFree(window: MinuteWindow | null, amount: number, nowMs: number): number | null {
  if (window === null) {
    return amount <= 0 ? 0 : null;
  }
  return SECONDS.msUntilGone(window, MINUTE, amount, nowMs);
}
