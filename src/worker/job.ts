/** When a job is due: every so often, or once a day at a minute of the day (UTC). */
export type Schedule = { readonly everyMs: number } | { readonly dailyAtMinute: number };

/** Work that nobody waits for: done by one process at a time, again and again. */
export interface Job {
  /** In kebab-case; what the row of the job is found by, so it never changes. */
  readonly name: string;
  readonly schedule: Schedule;
  /**
   * Does the work. It may be done again after a crash, so it must not matter how often. Rejects when it
   * could not be done; it is tried again soon then.
   * @param signal aborted when the process stops: what is left is for the next run
   */
  run(signal: AbortSignal): Promise<void>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const RETRY_MS = 5 * MINUTE_MS;

/** The next moment after `nowMs` at which a job is due. */
export function nextRunMs(schedule: Schedule, nowMs: number): number {
  if ('everyMs' in schedule) {
    return nowMs + schedule.everyMs;
  }
  const today = nowMs - (nowMs % DAY_MS) + schedule.dailyAtMinute * MINUTE_MS;
  return today > nowMs ? today : today + DAY_MS;
}

/** When a job that failed is tried again: soon, and never later than it is due anyway. */
export function nextTryMs(schedule: Schedule, nowMs: number): number {
  return Math.min(nowMs + RETRY_MS, nextRunMs(schedule, nowMs));
}
