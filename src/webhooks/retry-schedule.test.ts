import { describe, expect, it } from 'vitest';
import { waitAfter } from './retry-schedule.ts';

const DAY_MS = 86_400_000;

describe('waitAfter', () => {
  it('waits longer each time, for about a day in all', () => {
    const waits = Array.from({ length: 10 }, (_, failed) => waitAfter(failed + 1, 0) ?? 0);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    const sumMs = waits.reduce((sum, wait) => sum + wait, 0);
    expect([sumMs > 0.9 * DAY_MS, sumMs < 1.1 * DAY_MS, waitAfter(11, 0)]).toEqual([true, true, null]);
    expect(waitAfter(1, 0.999)).toBeGreaterThan(waits[0] ?? 0);
  });
});
