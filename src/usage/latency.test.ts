import { expect, it } from 'vitest';
import { percentileMs } from './latency.ts';

it.each<[string, Record<number, number>, number, number | null]>([
  ['nothing', {}, 0.95, null],
  ['a middle of a bucket', { 0: 10 }, 0.5, 50],
  ['the bucket that has the share', { 0: 90, 4: 10 }, 0.95, 1_200],
  ['the end of the first bucket', { 0: 95, 4: 5 }, 0.95, 100],
  ['what is beyond the last bound', { 11: 2 }, 1, 204_800],
])('finds %s', (_name, buckets, share, expected) => {
  const counts = Array.from({ length: 12 }, (_, at) => buckets[at] ?? 0);
  expect(percentileMs(counts, share)).toBe(expected);
});
