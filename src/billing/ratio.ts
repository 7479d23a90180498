import type { NanoUsd, Ppm } from '../core/money.ts';

const ONE_PPM = 1_000_000;
const TOKENS_PER_MTOK = 1_000_000;

/** Multipliers as one reduced fraction over sums of "nano-dollars per million tokens × tokens". */
export interface Ratio {
  /** Infinite where plain numbers cannot hold the fraction exactly, so that the exact path is taken. */
  readonly numerator: number;
  readonly denominator: number;
  readonly exactNumerator: bigint;
  readonly exactDenominator: bigint;
}

/** The fraction that turns a sum of tokens × prices into nano-dollars, both multipliers applied. */
export function ratioOf(serviceTierPpm: Ppm, groupPpm: Ppm): Ratio {
  const top = BigInt(serviceTierPpm) * BigInt(groupPpm);
  const bottom = BigInt(ONE_PPM) * BigInt(ONE_PPM) * BigInt(TOKENS_PER_MTOK);
  const divisor = greatestCommonDivisor(top, bottom);
  const exactNumerator = top / divisor;
  const exactDenominator = bottom / divisor;
  const isSafe = exactNumerator <= Number.MAX_SAFE_INTEGER && exactDenominator <= Number.MAX_SAFE_INTEGER;
  return {
    numerator: isSafe ? Number(exactNumerator) : Number.POSITIVE_INFINITY,
    denominator: Number(exactDenominator),
    exactNumerator,
    exactDenominator,
  };
}

/**
 * `sum × ratio`, rounded up once. Exact as long as `sum` is a safe integer; null when it is not, or when
 * plain numbers cannot hold the product, so that the caller takes `scaleUpExactly`.
 */
export function scaleUp(sum: number, ratio: Ratio): NanoUsd | null {
  const scaled = sum * ratio.numerator;
  // Rounding of doubles is monotone: a product that came out safe was exact. NaN (0 × Infinity) is not safe.
  if (!(scaled <= Number.MAX_SAFE_INTEGER)) {
    return null;
  }
  const rest = scaled % ratio.denominator;
  return (scaled - rest) / ratio.denominator + (rest > 0 ? 1 : 0);
}

/** The same for any size. What passes the range of money is held at its end: it can never be paid anyway. */
export function scaleUpExactly(sum: bigint, ratio: Ratio): NanoUsd {
  const amount = (sum * ratio.exactNumerator + ratio.exactDenominator - 1n) / ratio.exactDenominator;
  return amount > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(amount);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) {
    [left, right] = [right, left % right];
  }
  return left;
}
