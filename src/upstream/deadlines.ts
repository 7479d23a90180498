/** Something that must be over by a moment. */
export interface Deadline {
  /** On the monotonic clock, in milliseconds. */
  readonly overAtMs: number;
  /** Called once the moment has passed, at most `SWEEP_MS` late. */
  expire(): void;
}

/** The total times of everything under way. */
export interface Deadlines {
  add(deadline: Deadline): void;
  remove(deadline: Deadline): void;
  stop(): void;
}

const SWEEP_MS = 100;

/** One timer for all attempts: total times are long, so a timer for each is cost without use. */
export function createDeadlines(): Deadlines {
  const running = new Set<Deadline>();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const deadline of running) {
      if (deadline.overAtMs <= nowMs) {
        deadline.expire();
      }
    }
  }, SWEEP_MS);
  timer.unref();
  return {
    add: (deadline) => running.add(deadline),
    remove: (deadline) => running.delete(deadline),
    stop: () => clearInterval(timer),
  };
}
