import type { Clock } from '../core/clock.ts';
import { createSlotList, type Slotted } from '../core/slot-list.ts';

/** A stream that may fall silent. */
export interface SilentStream extends Slotted {
  /** When it last gave the client anything, on the monotonic clock. */
  lastWriteMs: number;
  /** Writes bytes that mean nothing to the client. */
  beat(): void;
}

/** Keeps clients of silent streams from giving up; Claude Code does so after 300 s without a byte. */
export interface Heartbeats {
  add(stream: SilentStream): void;
  remove(stream: SilentStream): void;
  stop(): void;
}

const SILENCE_MS = 15_000;
const SWEEP_MS = 5_000;

/** One timer for all streams, because a timer for each costs more than the chunks it watches. */
export function createHeartbeats(
  clock: Clock,
  { silenceMs = SILENCE_MS, sweepMs = SWEEP_MS } = {},
): Heartbeats {
  const streams = createSlotList<SilentStream>();
  const timer = setInterval(() => {
    const silentSince = clock.monotonicMs() - silenceMs;
    streams.visitAll((stream) => {
      if (stream.lastWriteMs < silentSince) {
        stream.beat();
      }
    });
  }, sweepMs);
  timer.unref();
  return {
    add: streams.add,
    remove: streams.remove,
    stop: () => clearInterval(timer),
  };
}
