import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

function bucketsAt(time: { ms: number }, maxCallers = 10) {
  const clock = { nowMs: () => 0, monotonicMs: () => time.ms };
  return createTokenBuckets({ capacity: 2, refillPerSecond: 1, maxCallers }, clock);
}

describe('createTokenBuckets', () => {
  it('gives out what a bucket holds, to each caller its own', () => {
    const buckets = bucketsAt({ ms: 0 });
    expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([true, true, false]);
    expect(buckets.take('b')).toBe(true);
  });

  it('fills again with time, never above its capacity', () => {
    const time = { ms: 0 };
    const buckets = bucketsAt(time);
    buckets.take('a');
    buckets.take('a');
    time.ms = 999;
    expect(buckets.take('a')).toBe(false);
    time.ms = 1000;
    expect(buckets.take('a')).toBe(true);
    time.ms = 1_000_000;
    expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([true, true, false]);
  });

  it('takes tokens back', () => {
    const buckets = bucketsAt({ ms: 0 });
    buckets.take('a');
    buckets.take('a');
    buckets.give('a');
    expect([buckets.take('a'), buckets.take('a')]).toEqual([true, false]);
  });
});
