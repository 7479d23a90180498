import { createSlotList, type Slotted } from '../core/slot-list.ts';

/** Something that must be over by a moment. */
export interface Deadline extends Slotted {
  /** On the monotonic clock, in milliseconds; it may move. */
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

/**
 * One timer for all attempts. A timer for each bound of each attempt, as undici keeps them, costs a weak
 * reference and half a second of life each, which fills the old generation of the heap.
 */
export function createDeadlines(): Deadlines {
  const running = createSlotList<Deadline>();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    running.visitAll((deadline) => {
      if (deadline.overAtMs <= nowMs) {
        deadline.expire();
      }
    });
  }, SWEEP_MS);
  timer.unref();
  return {
    add: running.add,
    remove: running.remove,
    stop: () => clearInterval(timer),
  };
}
