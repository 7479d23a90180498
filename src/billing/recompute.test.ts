import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_USAGE, PIECE_KINDS, type PieceCount } from '../canonical/usage.ts';
import { priceFactors, priceOf } from './price.ts';
import type { PriceSheet } from './price-sheet.ts';
import { recomputeCharge } from './recompute.ts';
import {
  arbitraryMultiplier,
  arbitraryServiceTier,
  arbitrarySheet,
  arbitraryUsage,
  sheetOf,
  usageOf,
} from './testing/arbitrary-prices.ts';

const nano = fc.nat(10_000_000_000);
const piecePrice = fc.record({
  plainNano: nano,
  bySize: fc.dictionary(fc.constantFrom('1K', '720p', '720p+sound'), nano),
});
const pricedPieces: fc.Arbitrary<PriceSheet['pieces']> = fc.record(
  Object.fromEntries(PIECE_KINDS.map((kind) => [kind, piecePrice])),
  { requiredKeys: [] },
);
const pieceCounts: fc.Arbitrary<PieceCount[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...PIECE_KINDS),
    count: fc.oneof(fc.nat(10_000), fc.double({ min: 0, max: 100, noNaN: true })),
    size: fc.constantFrom(null, '1024x1024', '1280x720+sound', '720p', 'odd'),
  }),
  { maxLength: 4 },
);

describe('a charge that is worked out again', () => {
  it('is the settled one to the nano-dollar, whatever the price, the tiers and the multipliers', () => {
    fc.assert(
      fc.property(
        arbitrarySheet,
        pricedPieces,
        arbitraryUsage,
        pieceCounts,
        arbitraryServiceTier,
        arbitraryMultiplier,
        (base, piecePrices, usage, pieces, serviceTier, ppm) => {
          const sheet = { ...base, pieces: piecePrices };
          const measured = { usage, serviceTier, pieces };
          // What the row of the request holds, as text.
          const stored = { usage, price: priceFactors(measured, sheet, ppm) };
          expect(recomputeCharge(stored)?.costNano).toBe(priceOf(measured, sheet, ppm));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names what was counted and at which price', () => {
    const second = { plainNano: 300_000_000, bySize: { '720p': 100_000_000, '720p+sound': 150_000_000 } };
    const measured = {
      usage: usageOf({ inputTokens: 1_000 }),
      serviceTier: 'priority',
      pieces: [{ kind: 'second' as const, count: 8, size: '1280x720+sound' }],
    };
    const sheet = sheetOf({ pieces: { second }, serviceTiers: { priority: 2_000_000 }, requestNano: 5 });
    const price = priceFactors(measured, sheet, 1_500_000);
    expect(recomputeCharge({ usage: measured.usage, price })).toEqual({
      lines: [
        { kind: 'input', size: null, count: 1_000, priceNano: 150_000_000, per: 1_000_000 },
        { kind: 'request', size: null, count: 1, priceNano: 5, per: 1 },
        { kind: 'second', size: '1280x720+sound', count: 8, priceNano: 150_000_000, per: 1 },
      ],
      costNano: (150_000 + 5 + 1_200_000_000) * 3,
    });
  });

  it('is nothing for what was not priced, and zero for what is free', () => {
    expect(recomputeCharge({ usage: NO_USAGE, price: null })).toBeNull();
    const free = priceFactors({ usage: NO_USAGE, serviceTier: null }, sheetOf({ isFree: true }), 1_000_000);
    expect(recomputeCharge({ usage: usageOf({ inputTokens: 9 }), price: free })).toEqual({
      lines: [],
      costNano: 0,
    });
  });
});
