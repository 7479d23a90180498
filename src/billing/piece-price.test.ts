import { describe, expect, it } from 'vitest';
import { NO_USAGE, type PieceKind } from '../canonical/usage.ts';
import { priceFactors, priceOf } from './price.ts';
import { sheetOf, usageOf } from './testing/arbitrary-prices.ts';

const ONE = 1_000_000;

describe('a price by the piece', () => {
  const sheet = sheetOf({
    pieces: {
      image: {
        plainNano: 120_000_000,
        bySize: { '1K': 40_000_000, '1024x1536': 60_000_000, '4K': 120_000_000 },
      },
      second: {
        plainNano: 300_000_000,
        bySize: { '720p': 100_000_000, '720p+sound': 150_000_000, '1080p': 300_000_000 },
      },
      web_search: { plainNano: 10_000_000, bySize: {} },
      hosted_tool: { plainNano: 30_000_000, bySize: { file_search: 2_500_000, code: 30_000_000 } },
      song: { plainNano: 100_000_000, bySize: {} },
      character: { plainNano: 15_000, bySize: {} },
    },
  });
  const piece = (kind: PieceKind, count: number, size: string | null = null, ppm = ONE): number =>
    priceOf({ usage: NO_USAGE, serviceTier: null, pieces: [{ kind, count, size }] }, sheet, ppm);

  it.each<[PieceKind, number, string | null, number]>([
    ['image', 2, '1K', 80_000_000],
    ['image', 1, '1k', 40_000_000],
    ['image', 1, '1024x1024', 40_000_000],
    ['image', 1, '1024x1536', 60_000_000],
    ['image', 1, '3840x2160', 120_000_000],
    ['image', 1, '2K', 120_000_000],
    ['image', 1, null, 120_000_000],
    ['image', 1, 'constructor', 120_000_000],
    ['second', 8, '720p', 800_000_000],
    ['second', 8, '720x1280', 800_000_000],
    ['second', 8, '720P', 800_000_000],
    ['second', 8, '720p+sound', 1_200_000_000],
    ['second', 8, '1280x720+sound', 1_200_000_000],
    ['second', 8, '1080p+sound', 2_400_000_000],
    ['second', 1, '480p+sound', 300_000_000],
    ['web_search', 3, null, 30_000_000],
    ['hosted_tool', 2, 'file_search', 5_000_000],
    ['hosted_tool', 1, 'computer', 30_000_000],
    ['second', 1, '480p', 300_000_000],
    ['second', 0.2, '720p', 100_000_000],
    ['song', 3, null, 300_000_000],
    ['character', 1_000_000, null, 15_000_000_000],
    ['character', -1, null, 0],
  ])('charges %s × %d of %s', (kind, count, size, expected) => {
    expect(piece(kind, count, size)).toBe(expected);
  });

  it('adds to the tokens, rounds once and takes the multiplier', () => {
    const pieces = [{ kind: 'image' as const, count: 1, size: '1K' }];
    const usage = usageOf({ inputTokens: 1 });
    expect(priceOf({ usage, serviceTier: null, pieces }, sheet, ONE)).toBe(40_000_150);
    expect(piece('image', 1, '1K', 1_250_000)).toBe(50_000_000);
  });

  it('stays exact and within the range of money', () => {
    expect(piece('character', 9_007_199_254)).toBe(9_007_199_254 * 15_000);
    expect(piece('song', Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('costs nothing without a price', () => {
    const pieces = [{ kind: 'song' as const, count: 1, size: null }];
    expect(priceOf({ usage: NO_USAGE, serviceTier: null, pieces }, sheetOf(), ONE)).toBe(0);
  });

  it('is kept with the charge, so that it can be worked out again', () => {
    const pieces = [
      { kind: 'image' as const, count: 2, size: '1024x1024' },
      { kind: 'character' as const, count: 7, size: null },
    ];
    const { image, character } = sheet.pieces;
    const priced = sheetOf({ pieces: { ...(image && { image }) } });
    expect(character).toBeDefined();
    expect(
      JSON.parse(priceFactors({ usage: NO_USAGE, serviceTier: null, pieces }, priced, ONE)),
    ).toMatchObject({
      source: 'operator:gpt-4o-mini',
      pieces: [{ kind: 'image', size: '1024x1024', count: 2, price: '0.04' }],
    });
  });
});
