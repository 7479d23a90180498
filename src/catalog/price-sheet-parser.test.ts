import { describe, expect, it } from 'vitest';
import { isPricedFor } from '../billing/price-sheet.ts';
import { type PriceInput, priceInputSchema } from './price-input.ts';
import { parsePriceSheet } from './price-sheet-parser.ts';

const USD = 1_000_000_000;
const sheetOf = (price: unknown) => parsePriceSheet(priceInputSchema.parse(price), 'operator:m');

describe('parsePriceSheet', () => {
  it('gives kinds without a price what their plain kind costs', () => {
    expect(sheetOf({ input: '3', output: '15' }).tokens).toEqual({
      input: 3 * USD,
      cacheRead: 3 * USD,
      cacheWrite5m: 3 * USD,
      cacheWrite1h: 3 * USD,
      audioInput: 3 * USD,
      imageInput: 3 * USD,
      output: 15 * USD,
      reasoning: 15 * USD,
      audioOutput: 15 * USD,
      imageOutput: 15 * USD,
    });
  });

  it('reads every kind, the price of a request and the tiers of service', () => {
    const sheet = sheetOf({
      input: '0.15',
      output: 0.6,
      cache_read: '0.075',
      cache_write_5m: '0.2',
      cache_write_1h: '0.3',
      reasoning: '0.7',
      audio_input: '10',
      audio_output: '20',
      image_input: '9',
      image_output: '30',
      request: '0.001',
      service_tiers: { priority: '2', flex: '0.5' },
    });
    expect(sheet).toEqual({
      source: 'operator:m',
      isFree: false,
      coversTokens: true,
      requestNano: 1_000_000,
      pieces: {},
      tiers: [],
      serviceTiers: { priority: 2_000_000, flex: 500_000 },
      tokens: {
        input: 150_000_000,
        cacheRead: 75_000_000,
        cacheWrite5m: 200_000_000,
        cacheWrite1h: 300_000_000,
        audioInput: 10 * USD,
        imageInput: 9 * USD,
        output: 600_000_000,
        reasoning: 700_000_000,
        audioOutput: 20 * USD,
        imageOutput: 30 * USD,
      },
    });
  });

  it('never makes a one-hour cache write cheaper than a five-minute one by leaving it out', () => {
    expect(sheetOf({ input: '3', cache_write_5m: '3.75' }).tokens.cacheWrite1h).toBe(3_750_000_000);
  });

  it('orders tiers and fills in what they do not name from the base', () => {
    const sheet = sheetOf({
      input: '1',
      output: '2',
      cache_read: '0.1',
      tiers: [
        { above_input_tokens: 500_000, input: '4' },
        { above_input_tokens: 200_000, input: '2', output: '3' },
      ],
    });
    expect(sheet.tiers).toMatchObject([
      { aboveInputTokens: 200_000, tokens: { input: 2 * USD, output: 3 * USD, cacheRead: 100_000_000 } },
      { aboveInputTokens: 500_000, tokens: { input: 4 * USD, output: 2 * USD, audioInput: 4 * USD } },
    ]);
  });

  it('is free on purpose alone', () => {
    expect(sheetOf({ free: true })).toMatchObject({ isFree: true, tokens: { input: 0, output: 0 } });
  });

  it('reads what is priced by the piece, which leaves tokens unpriced', () => {
    const sheet = sheetOf({ image: { '1K': '0.04', '4K': '0.12' }, second: '0.02', song: '0.1' });
    expect(sheet).toMatchObject({
      isFree: false,
      coversTokens: false,
      pieces: {
        image: { plainNano: 120_000_000, bySize: { '1K': 40_000_000, '4K': 120_000_000 } },
        second: { plainNano: 20_000_000, bySize: {} },
        song: { plainNano: 100_000_000, bySize: {} },
      },
    });
    expect(isPricedFor(sheet)).toBe(false);
    expect(isPricedFor(sheet, ['image'])).toBe(true);
    expect(isPricedFor(sheet, ['character'])).toBe(false);
    expect(sheetOf({ character: '0.000015' }).pieces.character?.plainNano).toBe(15_000);
  });

  it('takes the price of a request for that of everything in it', () => {
    expect(isPricedFor(sheetOf({ request: '0.001' }))).toBe(true);
    expect(isPricedFor(sheetOf({ free: true }))).toBe(true);
  });
});

describe('priceInputSchema', () => {
  it.each<[string, unknown, string]>([
    ['an empty price', {}, ''],
    ['free: false alone', { free: false }, ''],
    ['an unknown key', { input: '1', inptu: '2' }, ''],
    ['a negative price', { input: '-1' }, 'input'],
    ['text', { output: 'cheap' }, 'output'],
    ['an exponent', { output: 1e-9 }, 'output'],
    ['finer than a nano-dollar', { input: '0.0000000001' }, 'input'],
    ['more than $10,000', { input: '10000.01' }, 'input'],
    ['a free model with a price', { free: true, input: '1' }, 'free'],
    ['a tier without a price', { input: '1', tiers: [{ above_input_tokens: 5 }] }, 'tiers.0'],
    [
      'two tiers at one length',
      {
        input: '1',
        tiers: [
          { above_input_tokens: 5, input: '1' },
          { above_input_tokens: 5, input: '2' },
        ],
      },
      'tiers',
    ],
    ['a multiplier that is none', { input: '1', service_tiers: { flex: 'half' } }, 'service_tiers.flex'],
  ])('refuses %s and names the field', (_what, price, path) => {
    const issues = priceInputSchema.safeParse(price).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it('keeps what is priced per piece as it was written', () => {
    const price: PriceInput = { image: { '1K': '0.04' }, second: '0.1', character: '0.00001' };
    expect(priceInputSchema.parse(price)).toEqual(price);
  });
});
