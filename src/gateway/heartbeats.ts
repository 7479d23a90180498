import type { Clock } from '../core/clock.ts';

/** A stream that may fall silent. */
export interface SilentStream {
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
export function createHeartbeats(clock: Clock): Heartbeats {
  const streams = new Set<SilentStream>();
  const timer = setInterval(() => {
    const silentSince = clock.monotonicMs() - SILENCE_MS;
    for (const stream of streams) {
      if (stream.lastWriteMs < silentSince) {
        stream.beat();
      }
    }
  }, SWEEP_MS);
  timer.unref();
  return {
    add: (stream) => streams.add(stream),
    remove: (stream) => streams.delete(stream),
    stop: () => clearInterval(timer),
  };
}
