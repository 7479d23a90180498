import { LATENCY_BOUNDS_MS } from '../db/usage-tables.ts';

/**
 * The time within which a share of the requests of a histogram was done, in milliseconds, as if requests
 * were spread evenly between two bounds; null where nothing was counted. What is beyond the last bound is
 * said to be twice that bound at most.
 */
export function percentileMs(counts: readonly number[], share: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) {
    return null;
  }
  let left = share * all;
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count > 0 && left <= count) {
      const low = LATENCY_BOUNDS_MS[at - 1] ?? 0;
      const high = LATENCY_BOUNDS_MS[at] ?? 2 * low;
      return Math.round(low + (high - low) * (left / count));
    }
    left -= count;
  }
  return null;
}
