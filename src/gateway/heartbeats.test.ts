import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeartbeats, type SilentStream } from './heartbeats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream that counts its beats; a beat is a write. */
function silentStream(nowMs: () => number): SilentStream & { beats: number } {
  const stream = {
    slot: -1,
    lastWriteMs: nowMs(),
    beats: 0,
    beat() {
      stream.beats += 1;
      stream.lastWriteMs = nowMs();
    },
  };
  return stream;
}

describe('heartbeats', () => {
  it('fact 28: an upstream that is silent for 60 s leaves its client not one stretch of 20 s without a byte', () => {
    const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
    const heartbeats = createHeartbeats(clock);
    const silent = silentStream(clock.monotonicMs);
    const talking = silentStream(clock.monotonicMs);
    heartbeats.add(silent);
    heartbeats.add(talking);
    for (let second = 0; second < 60; second += 1) {
      vi.advanceTimersByTime(1_000);
      talking.lastWriteMs = clock.monotonicMs();
      expect(clock.monotonicMs() - silent.lastWriteMs).toBeLessThanOrEqual(20_000);
    }
    expect(silent.beats).toBeGreaterThanOrEqual(3);
    expect(talking.beats).toBe(0);
    heartbeats.stop();
  });
});
