/** Percentiles of one measure, in microseconds. */
export type Percentiles = { p50: number; p99: number; p999: number };

const SUB_BUCKET_BITS = 7;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
const BUCKET_COUNT = SUB_BUCKETS * 26;

/**
 * A log-linear histogram of times in whole microseconds: exact below 128 µs, within 1 % above, in a fixed
 * amount of memory however many times are recorded. Times beyond an hour count as an hour.
 */
export class Histogram {
  readonly #counts = new Float64Array(BUCKET_COUNT);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  record(valueUs: number): void {
    const index = bucketOf(valueUs);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total += 1;
  }

  /** The smallest recorded time (to the bucket's middle) that `share` of all times do not exceed; NaN if empty. */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (let index = 0; index < BUCKET_COUNT; index += 1) {
      seen += this.#counts[index] ?? 0;
      if (seen >= wanted) return middleOf(index);
    }
    return Number.NaN;
  }

  percentiles(): Percentiles {
    return { p50: this.percentile(0.5), p99: this.percentile(0.99), p999: this.percentile(0.999) };
  }
}

function bucketOf(valueUs: number): number {
  const value = Math.min(Math.max(0, Math.round(valueUs)), 0xd693a400);
  if (value < SUB_BUCKETS) return value;
  const shift = 32 - Math.clz32(value) - SUB_BUCKET_BITS - 1;
  return (shift + 1) * SUB_BUCKETS + ((value >>> shift) - SUB_BUCKETS);
}

function middleOf(index: number): number {
  if (index < SUB_BUCKETS) return index;
  const shift = Math.floor(index / SUB_BUCKETS) - 1;
  const low = (SUB_BUCKETS + (index % SUB_BUCKETS)) * 2 ** shift;
  return low + (2 ** shift - 1) / 2;
}
