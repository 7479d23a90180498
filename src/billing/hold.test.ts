import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalInputTokens, totalOutputTokens } from '../canonical/usage.ts';
import { dearestCost, HOLD_FLOOR_NANO } from './hold.ts';
import { priceOf } from './price.ts';
import type { PriceSheet } from './price-sheet.ts';
import {
  arbitraryMultiplier,
  arbitraryServiceTier,
  arbitrarySheet,
  arbitraryUsage,
  sheetOf,
} from './testing/arbitrary-prices.ts';

const ONE = 1_000_000;
const FACTS = { maxOutputTokens: 1_000, choices: 1, inputTokensCeiling: 1_000, hasUnseenInput: false };

const offerOf = (
  price: PriceSheet | null,
  contextWindow: number | null = null,
  maxOutputTokens: number | null = null,
  multiplierPpm = ONE,
) => ({
  price,
  multiplierPpm,
  contextWindow,
  maxOutputTokens,
});
const plain = sheetOf(
  {},
  {
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    audioInput: 0,
    imageInput: 0,
    reasoning: 0,
    audioOutput: 0,
    imageOutput: 0,
  },
);
const hold = (facts: Partial<typeof FACTS>, ...offers: ReturnType<typeof offerOf>[]): number =>
  dearestCost({ offers, facts: { ...FACTS, ...facts } });

describe('dearestCost', () => {
  it('takes the whole input and output at the dearest kinds', () => {
    expect(hold({}, offerOf(plain))).toBe(150_000 + 600_000);
    expect(hold({}, offerOf(sheetOf()))).toBe(10_000_000 + 20_000_000);
  });

  it('takes the dearest candidate', () => {
    const dear = sheetOf({}, { ...plain.tokens, output: 6_000_000_000 });
    expect(hold({}, offerOf(plain), offerOf(dear), offerOf(null))).toBe(150_000 + 6_000_000);
  });

  it('takes the dearest tier the input can reach, and none beyond it (F5)', () => {
    const tiers = [{ aboveInputTokens: 272_000, tokens: { ...plain.tokens, input: 1_500_000_000 } }];
    const sheet = { ...plain, tiers };
    expect(hold({ inputTokensCeiling: 272_000, maxOutputTokens: 0 }, offerOf(sheet))).toBe(40_800_000);
    expect(hold({ inputTokensCeiling: 272_001, maxOutputTokens: 0 }, offerOf(sheet))).toBe(408_001_500);
  });

  it('takes the dearest service tier of the sheet (F5)', () => {
    expect(hold({}, offerOf({ ...plain, serviceTiers: { flex: 500_000, priority: 2_000_000 } }))).toBe(
      1_500_000,
    );
    expect(hold({}, offerOf({ ...plain, serviceTiers: { flex: 500_000 } }))).toBe(750_000);
  });

  it('counts every choice', () => {
    expect(hold({ choices: 3 }, offerOf(plain))).toBe(150_000 + 1_800_000);
  });

  it('bounds output by the client, then the model, then its window, then a default', () => {
    expect(hold({ maxOutputTokens: 10 }, offerOf(plain, 100, 50))).toBe(15_000 + 6_000);
    const unlimited = { offers: [], facts: { ...FACTS, maxOutputTokens: null } };
    expect(dearestCost({ ...unlimited, offers: [offerOf(plain, 100, 50)] })).toBe(15_000 + 30_000);
    expect(dearestCost({ ...unlimited, offers: [offerOf(plain, 100)] })).toBe(15_000 + 60_000);
    expect(dearestCost({ ...unlimited, offers: [offerOf(plain)] })).toBe(150_000 + 19_660_800);
  });

  it('holds the whole window when the upstream reads input we do not see', () => {
    const facts = { hasUnseenInput: true, maxOutputTokens: 0 };
    expect(hold(facts, offerOf(plain, 128_000))).toBe(19_200_000);
    expect(hold(facts, offerOf(plain))).toBe(150_000_000);
  });

  it('never goes below the floor for what is not free, and holds nothing for what is', () => {
    const nothing = { inputTokensCeiling: 0, maxOutputTokens: 0 };
    expect(hold(nothing, offerOf(plain))).toBe(HOLD_FLOOR_NANO);
    expect(hold({}, offerOf(null))).toBe(HOLD_FLOOR_NANO);
    expect(hold({})).toBe(HOLD_FLOOR_NANO);
    expect(hold({}, offerOf(sheetOf({ isFree: true })))).toBe(0);
    expect(hold(nothing, offerOf(sheetOf({ isFree: true })), offerOf(plain))).toBe(HOLD_FLOOR_NANO);
    expect(hold({}, offerOf(plain, null, null, 0), offerOf(null, null, null, 0))).toBe(0);
  });

  it('takes every piece at the dearest size where none is named', () => {
    const image = { plainNano: 40_000_000, bySize: { '1K': 40_000_000, '4K': 120_000_000 } };
    const offer = offerOf({ ...plain, pieces: { image } });
    const pieces = (size: string | null) => [{ kind: 'image' as const, count: 3, size }];
    const nothing = { inputTokensCeiling: 0, maxOutputTokens: 0 };
    const holdFor = (size: string | null): number =>
      dearestCost({ offers: [offer], facts: { ...FACTS, ...nothing, piecesCeiling: pieces(size) } });
    expect(holdFor(null)).toBe(360_000_000);
    expect(holdFor('1024x1024')).toBe(120_000_000);
    expect(holdFor('4K')).toBe(360_000_000);
  });

  it('survives limits beyond every range', () => {
    expect(hold({ maxOutputTokens: 1e300, choices: 1e300 }, offerOf(plain))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('is never below the cost of any usage within the bounds', () => {
    fc.assert(
      fc.property(
        arbitraryUsage,
        fc.array(arbitrarySheet, { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        arbitraryMultiplier,
        arbitraryServiceTier,
        fc.nat(1_000),
        (usage, sheets, chosen, multiplierPpm, serviceTier, slack) => {
          const sheet = sheets[chosen % sheets.length] ?? sheetOf();
          const held = dearestCost({
            offers: sheets.map((price) => offerOf(price, null, null, multiplierPpm)),
            facts: {
              maxOutputTokens: totalOutputTokens(usage) + slack,
              choices: 1,
              inputTokensCeiling: totalInputTokens(usage) + slack,
              hasUnseenInput: false,
            },
          });
          expect(held).toBeGreaterThanOrEqual(priceOf({ usage, serviceTier }, sheet, multiplierPpm));
        },
      ),
      { numRuns: 500 },
    );
  });
});
