import fc from 'fast-check';
import { NO_USAGE, type Usage } from '../../canonical/usage.ts';
import type { PriceSheet, TokenPrices } from '../price-sheet.ts';

/** A sheet with one price for every kind of token, to be changed by the test that uses it. */
export function sheetOf(overrides: Partial<PriceSheet> = {}, tokens: Partial<TokenPrices> = {}): PriceSheet {
  return {
    source: 'operator:gpt-4o-mini',
    isFree: false,
    coversTokens: true,
    tokens: {
      input: 150_000_000,
      cacheRead: 75_000_000,
      cacheWrite5m: 187_500_000,
      cacheWrite1h: 300_000_000,
      audioInput: 10_000_000_000,
      imageInput: 9_000_000_000,
      output: 600_000_000,
      reasoning: 700_000_000,
      audioOutput: 20_000_000_000,
      imageOutput: 18_000_000_000,
      ...tokens,
    },
    requestNano: 0,
    pieces: {},
    tiers: [],
    serviceTiers: {},
    ...overrides,
  };
}

/** A usage with the given counts and nothing else. */
export function usageOf(counts: Partial<Usage>): Usage {
  return { ...NO_USAGE, ...counts };
}

const price = fc.integer({ min: 0, max: 1_000_000_000_000 });

const tokenPrices: fc.Arbitrary<TokenPrices> = fc.record({
  input: price,
  cacheRead: price,
  cacheWrite5m: price,
  cacheWrite1h: price,
  audioInput: price,
  imageInput: price,
  output: price,
  reasoning: price,
  audioOutput: price,
  imageOutput: price,
});

const multiplier = fc.integer({ min: 1, max: 5_000_000 });

/** Sheets with up to three tiers and service tiers, of prices up to a thousand dollars for a million tokens. */
export const arbitrarySheet: fc.Arbitrary<PriceSheet> = fc
  .record({
    tokens: tokenPrices,
    requestNano: fc.integer({ min: 0, max: 1_000_000_000 }),
    bounds: fc.uniqueArray(fc.integer({ min: 1, max: 300_000 }), { maxLength: 3 }),
    tierTokens: fc.array(tokenPrices, { minLength: 3, maxLength: 3 }),
    serviceTiers: fc.dictionary(fc.constantFrom('priority', 'flex', 'fast'), multiplier),
  })
  .map(({ tokens, requestNano, bounds, tierTokens, serviceTiers }) =>
    sheetOf({
      tokens,
      requestNano,
      serviceTiers,
      tiers: bounds
        .sort((a, b) => a - b)
        .map((aboveInputTokens, at) => ({ aboveInputTokens, tokens: tierTokens[at] ?? tokens })),
    }),
  );

/** Group multipliers, above and below one. */
export const arbitraryMultiplier = multiplier;

/** Usages of up to a few hundred thousand tokens of each kind. */
export const arbitraryUsage: fc.Arbitrary<Usage> = fc.record({
  inputTokens: fc.nat(400_000),
  cacheReadTokens: fc.nat(400_000),
  cacheWrite5mTokens: fc.nat(100_000),
  cacheWrite1hTokens: fc.nat(100_000),
  audioInputTokens: fc.nat(10_000),
  imageInputTokens: fc.nat(10_000),
  outputTokens: fc.nat(100_000),
  reasoningTokens: fc.nat(100_000),
  audioOutputTokens: fc.nat(10_000),
  imageOutputTokens: fc.nat(10_000),
});

/** Service tiers an upstream may answer with, priced or not. */
export const arbitraryServiceTier = fc.constantFrom(
  null,
  'default',
  'priority',
  'flex',
  'fast',
  'constructor',
);
