/** Numbers that look random and are the same for the same seed, so that a failure can be repeated. */
export interface SeededRandom {
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number;
  oneOf<T>(values: readonly [T, ...T[]]): T;
}

/** The generator mulberry32: enough for choosing moments, for nothing else. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    oneOf: (values) => values[Math.floor(next() * values.length)] ?? values[0],
  };
}
