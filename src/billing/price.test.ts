import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_USAGE, totalInputTokens, USAGE_KINDS, type Usage } from '../canonical/usage.ts';
import { priceFactors, priceOf } from './price.ts';
import type { PriceSheet } from './price-sheet.ts';
import {
  arbitraryMultiplier,
  arbitraryServiceTier,
  arbitrarySheet,
  arbitraryUsage,
  sheetOf,
  usageOf,
} from './testing/arbitrary-prices.ts';

const ONE = 1_000_000;
const SCALE = 10n ** 18n;

const cost = (
  counts: Partial<Usage>,
  sheet = sheetOf(),
  ppm = ONE,
  serviceTier: string | null = null,
): number => priceOf({ usage: usageOf(counts), serviceTier }, sheet, ppm);

/** The cost as a fraction over 10^18 nano-dollars, written down as directly as possible. */
function exactCost(usage: Usage, sheet: PriceSheet, ppm: number, serviceTier: string | null): bigint {
  const tier = sheet.tiers.filter((each) => totalInputTokens(usage) > each.aboveInputTokens).at(-1);
  const prices = tier?.tokens ?? sheet.tokens;
  const sum =
    BigInt(usage.inputTokens) * BigInt(prices.input) +
    BigInt(usage.cacheReadTokens) * BigInt(prices.cacheRead) +
    BigInt(usage.cacheWrite5mTokens) * BigInt(prices.cacheWrite5m) +
    BigInt(usage.cacheWrite1hTokens) * BigInt(prices.cacheWrite1h) +
    BigInt(usage.audioInputTokens) * BigInt(prices.audioInput) +
    BigInt(usage.imageInputTokens) * BigInt(prices.imageInput) +
    BigInt(usage.outputTokens) * BigInt(prices.output) +
    BigInt(usage.reasoningTokens) * BigInt(prices.reasoning) +
    BigInt(usage.audioOutputTokens) * BigInt(prices.audioOutput) +
    BigInt(usage.imageOutputTokens) * BigInt(prices.imageOutput) +
    BigInt(sheet.requestNano) * 1_000_000n;
  const service = Object.entries(sheet.serviceTiers).find(([name]) => name === serviceTier)?.[1] ?? ONE;
  return sum * BigInt(service) * BigInt(ppm);
}

describe('priceOf', () => {
  it.each([
    ['inputTokens', 150_000],
    ['cacheReadTokens', 75_000],
    ['cacheWrite5mTokens', 187_500],
    ['cacheWrite1hTokens', 300_000],
    ['audioInputTokens', 10_000_000],
    ['imageInputTokens', 9_000_000],
    ['outputTokens', 600_000],
    ['reasoningTokens', 700_000],
    ['audioOutputTokens', 20_000_000],
    ['imageOutputTokens', 18_000_000],
  ] as const)('charges a thousand %s at the price of that kind (F17)', (kind, expected) => {
    expect(cost({ [kind]: 1_000 })).toBe(expected);
  });

  it('charges each kind of usage there is', () => {
    for (const kind of USAGE_KINDS) {
      expect(cost({ [kind]: 1 }), kind).toBeGreaterThan(0);
    }
  });

  it('rounds up once, over the sum of all kinds', () => {
    const sheet = sheetOf({}, { input: 1, output: 1, cacheRead: 1 });
    expect(cost({ inputTokens: 1 }, sheet)).toBe(1);
    expect(cost({ inputTokens: 400_000, outputTokens: 400_000, cacheReadTokens: 200_000 }, sheet)).toBe(1);
    expect(cost({ inputTokens: 400_000, outputTokens: 400_000, cacheReadTokens: 200_001 }, sheet)).toBe(2);
  });

  it('takes the highest tier whose bound the whole input passes, for the whole request', () => {
    const cheap = sheetOf().tokens;
    const sheet = sheetOf({
      tiers: [
        { aboveInputTokens: 200_000, tokens: { ...cheap, input: 300_000_000 } },
        { aboveInputTokens: 400_000, tokens: { ...cheap, input: 900_000_000 } },
      ],
    });
    expect(cost({ inputTokens: 200_000 }, sheet)).toBe(30_000_000);
    expect(cost({ inputTokens: 200_001 }, sheet)).toBe(60_000_300);
    expect(cost({ inputTokens: 400_001 }, sheet)).toBe(360_000_900);
    expect(cost({ inputTokens: 1_000, cacheReadTokens: 200_000 }, sheet)).toBe(300_000 + 15_000_000);
  });

  it('prices by the service tier of the answer, whatever was asked for', () => {
    const sheet = sheetOf({ serviceTiers: { priority: 2_000_000, flex: 500_000 } });
    expect(cost({ inputTokens: 1_000 }, sheet, ONE, 'priority')).toBe(300_000);
    expect(cost({ inputTokens: 1_000 }, sheet, ONE, 'flex')).toBe(75_000);
    // "fast" is answered "priority"; the name itself has no price here.
    expect(cost({ inputTokens: 1_000 }, sheet, ONE, 'fast')).toBe(150_000);
    expect(cost({ inputTokens: 1_000 }, sheet, ONE, 'constructor')).toBe(150_000);
  });

  it('applies the multiplier of the group and the price of a request', () => {
    const sheet = sheetOf({ requestNano: 1_000_000 });
    expect(cost({ inputTokens: 1_000 }, sheet, 1_250_000)).toBe(1_437_500);
    expect(cost({}, sheet)).toBe(1_000_000);
  });

  it('charges nothing for what is free on purpose', () => {
    expect(cost({ inputTokens: 1_000_000 }, sheetOf({ isFree: true }))).toBe(0);
  });

  it('stays exact where doubles are not', () => {
    const sheet = sheetOf({}, { input: 999_999_999_999 });
    expect(cost({ inputTokens: 1_000_003 }, sheet, 1_000_001)).toBe(
      Number((1_000_003n * 999_999_999_999n * 1_000_001n + 999_999_999_999n) / 1_000_000_000_000n),
    );
  });

  it('takes counts that are no counts as zero and never leaves the range of money', () => {
    expect(cost({ inputTokens: -5, outputTokens: Number.NaN })).toBe(0);
    expect(cost({ inputTokens: 0.5 })).toBe(150);
    expect(cost({ outputTokens: 1e300 })).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('is the exact cost, rounded up by less than a nano-dollar', () => {
    fc.assert(
      fc.property(
        arbitraryUsage,
        arbitrarySheet,
        arbitraryMultiplier,
        arbitraryServiceTier,
        (usage, sheet, ppm, serviceTier) => {
          const exact = exactCost(usage, sheet, ppm, serviceTier);
          const charged = BigInt(priceOf({ usage, serviceTier }, sheet, ppm)) * SCALE;
          expect(charged >= exact && charged - exact < SCALE && charged >= 0n).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never falls when a kind of token grows within a tier', () => {
    fc.assert(
      fc.property(
        arbitraryUsage,
        arbitrarySheet,
        arbitraryMultiplier,
        fc.constantFrom(...USAGE_KINDS),
        fc.nat(100_000),
        (usage, sheet, ppm, kind, more) => {
          const flat = { ...sheet, tiers: [] };
          const grown = { ...usage, [kind]: usage[kind] + more };
          expect(priceOf({ usage: grown, serviceTier: null }, flat, ppm)).toBeGreaterThanOrEqual(
            priceOf({ usage, serviceTier: null }, flat, ppm),
          );
        },
      ),
    );
  });
});

describe('priceFactors', () => {
  it('names the source, the tier, both multipliers and the prices', () => {
    const sheet = sheetOf({
      serviceTiers: { priority: 2_000_000 },
      tiers: [{ aboveInputTokens: 10, tokens: { ...sheetOf().tokens, input: 300_000_000 } }],
    });
    const measured = { usage: usageOf({ inputTokens: 11 }), serviceTier: 'priority' };
    expect(JSON.parse(priceFactors(measured, sheet, 1_250_000))).toMatchObject({
      source: 'operator:gpt-4o-mini',
      above_input_tokens: 10,
      service_tier: 'priority',
      service_tier_multiplier: '2',
      group_multiplier: '1.25',
      input: '0.3',
      output: '0.6',
      reasoning: '0.7',
    });
    const plain = sheetOf(
      {},
      {
        ...{ cacheWrite5m: 150_000_000, cacheWrite1h: 150_000_000, reasoning: 600_000_000 },
        ...{ imageInput: 150_000_000, imageOutput: 600_000_000 },
      },
    );
    expect(JSON.parse(priceFactors({ usage: NO_USAGE, serviceTier: null }, plain, ONE))).toEqual({
      source: 'operator:gpt-4o-mini',
      group_multiplier: '1',
      input: '0.15',
      cache_read: '0.075',
      audio_input: '10',
      output: '0.6',
      audio_output: '20',
    });
  });
});
