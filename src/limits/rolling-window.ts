/**
 * Amounts by bucket of time, oldest first. A bucket in which nothing happened is not there, so a counter
 * that is used now and then is small. Plain data; only the functions of its `RollingWindow` touch it.
 */
export interface Buckets {
  readonly indexes: number[];
  readonly amounts: number[];
  /** The sum of each span as of the bucket `asOf`. */
  readonly sums: number[];
  asOf: number;
}

/** Sums over the last so many buckets, for one or several spans of them. */
export interface RollingWindow {
  /** Buckets in which nothing happened yet. */
  create(): Buckets;
  /** The sum of a span, told by its place in `spans`. */
  sum(buckets: Buckets, span: number, nowMs: number): number;
  /** Adds to the bucket of a moment; one that has left the longest span is gone, and so is the amount. */
  add(buckets: Buckets, amount: number, atMs: number, nowMs: number): void;
  /** Milliseconds until so much of a span's sum has left it; null when it has less. */
  msUntilGone(buckets: Buckets, span: number, amount: number, nowMs: number): number | null;
}

/**
 * A span of n buckets covers the current bucket and the n before it, so whatever n bucket lengths of time
 * one looks at lie inside, and no stretch of that length ever holds more than the sum allowed.
 */
export function createRollingWindow(options: {
  readonly bucketMs: number;
  readonly spans: readonly number[];
}): RollingWindow {
  const { bucketMs, spans } = options;
  const longest = Math.max(...spans);

  /** Sums change by themselves only when a bucket begins. A clock that goes back changes nothing. */
  function roll(buckets: Buckets, nowMs: number): void {
    const now = Math.floor(nowMs / bucketMs);
    if (now > buckets.asOf) {
      buckets.asOf = now;
      dropBefore(buckets, now - longest);
      sumAnew(buckets, spans);
    }
  }

  return {
    create: () => ({ indexes: [], amounts: [], sums: spans.map(() => 0), asOf: -1 }),
    sum(buckets, span, nowMs) {
      roll(buckets, nowMs);
      return buckets.sums[span] ?? 0;
    },
    add(buckets, amount, atMs, nowMs) {
      roll(buckets, nowMs);
      const index = Math.min(Math.floor(atMs / bucketMs), buckets.asOf);
      if (index < buckets.asOf - longest) {
        return;
      }
      addTo(buckets, index, amount);
      for (let span = 0; span < spans.length; span += 1) {
        if (index >= buckets.asOf - (spans[span] ?? 0)) {
          buckets.sums[span] = (buckets.sums[span] ?? 0) + amount;
        }
      }
    },
    msUntilGone(buckets, span, amount, nowMs) {
      roll(buckets, nowMs);
      if (amount <= 0) {
        return 0;
      }
      const length = spans[span] ?? 0;
      let gone = 0;
      for (let at = 0; at < buckets.indexes.length; at += 1) {
        const index = buckets.indexes[at] ?? 0;
        if (index >= buckets.asOf - length) {
          gone += buckets.amounts[at] ?? 0;
          if (gone >= amount) {
            return (index + length + 1) * bucketMs - nowMs;
          }
        }
      }
      return null;
    },
  };
}

function dropBefore({ indexes, amounts }: Buckets, oldest: number): void {
  let gone = 0;
  while (gone < indexes.length && (indexes[gone] ?? 0) < oldest) {
    gone += 1;
  }
  if (gone > 0) {
    indexes.splice(0, gone);
    amounts.splice(0, gone);
  }
}

function sumAnew({ indexes, amounts, sums, asOf }: Buckets, spans: readonly number[]): void {
  sums.fill(0);
  for (let at = 0; at < indexes.length; at += 1) {
    for (let span = 0; span < spans.length; span += 1) {
      if ((indexes[at] ?? 0) >= asOf - (spans[span] ?? 0)) {
        sums[span] = (sums[span] ?? 0) + (amounts[at] ?? 0);
      }
    }
  }
}

/** The bucket is the newest almost always, else one of the few before it. */
function addTo({ indexes, amounts }: Buckets, index: number, amount: number): void {
  let at = indexes.length - 1;
  while (at >= 0 && (indexes[at] ?? 0) > index) {
    at -= 1;
  }
  if (at >= 0 && indexes[at] === index) {
    amounts[at] = (amounts[at] ?? 0) + amount;
  } else {
    indexes.splice(at + 1, 0, index);
    amounts.splice(at + 1, 0, amount);
  }
}
