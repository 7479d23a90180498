/** The one source of time for domain code, so that tests can hold it still. */
export interface Clock {
  /** Wall time in milliseconds since 1970, for what is stored and shown. */
  nowMs(): number;
  /** Monotonic time in milliseconds with a fraction, for durations. */
  monotonicMs(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
