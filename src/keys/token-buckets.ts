import type { Clock } from '../core/clock.ts';
import { createBoundedMap } from './bounded-map.ts';

/** Counts down what each caller may still do, and lets it grow again with time. */
export interface TokenBuckets {
  /** Takes one token of the caller; false when none is left. */
  take(caller: string): boolean;
  /** Whether `take` would succeed now. */
  has(caller: string): boolean;
  /** Gives one token back. */
  give(caller: string): void;
}

/** How much a bucket holds, how fast it fills, and how many callers are remembered. */
export interface TokenBucketBounds {
  readonly capacity: number;
  readonly refillPerSecond: number;
  readonly maxCallers: number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** Buckets that start full. A caller that is forgotten for want of room starts full again. */
export function createTokenBuckets(bounds: TokenBucketBounds, clock: Clock): TokenBuckets {
  const buckets = createBoundedMap<Bucket>(bounds.maxCallers);

  function fill(caller: string): Bucket {
    const nowMs = clock.monotonicMs();
    const bucket = buckets.get(caller) ?? { tokens: bounds.capacity, filledAtMs: nowMs };
    const grownBy = ((nowMs - bucket.filledAtMs) / 1000) * bounds.refillPerSecond;
    bucket.tokens = Math.min(bounds.capacity, bucket.tokens + grownBy);
    bucket.filledAtMs = nowMs;
    return bucket;
  }

  return {
    take(caller) {
      const bucket = fill(caller);
      if (bucket.tokens < 1) {
        return false;
      }
      bucket.tokens -= 1;
      buckets.set(caller, bucket);
      return true;
    },
    has: (caller) => fill(caller).tokens >= 1,
    give(caller) {
      const bucket = fill(caller);
      bucket.tokens = Math.min(bounds.capacity, bucket.tokens + 1);
    },
  };
}
