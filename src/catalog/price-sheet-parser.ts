import type { PiecePrice, PiecePrices, PriceSheet, PriceTier, TokenPrices } from '../billing/price-sheet.ts';
import { PIECE_KINDS, type PieceKind } from '../canonical/usage.ts';
import { type NanoUsd, type Ppm, parseMultiplier } from '../core/money.ts';
import { checkPrice, type PriceInput } from './price-input.ts';

/** The prices of tokens alone, as written. */
export type TokenPriceInput = Pick<
  PriceInput,
  | 'input'
  | 'output'
  | 'cache_read'
  | 'cache_write_5m'
  | 'cache_write_1h'
  | 'reasoning'
  | 'audio_input'
  | 'audio_output'
  | 'image_input'
  | 'image_output'
>;

/** A sheet on which nothing stands. */
const NO_PRICE: Omit<PriceSheet, 'source' | 'isFree' | 'coversTokens'> = {
  tokens: tokenPricesOf({}),
  requestNano: 0,
  pieces: {},
  tiers: [],
  serviceTiers: {},
};

/**
 * Makes the sheet that requests are charged by. A price per image, second, song or character alone leaves
 * the model unpriced for text (`coversTokens`), not free.
 *
 * What a tier does not name costs what the base says; a kind that neither names costs what its plain
 * kind costs (cached, cache writes, audio and images: input; reasoning, audio and images: output). A
 * one-hour cache write without a price costs at least what a five-minute one does. A size that a map of
 * sizes does not name costs what the dearest of them costs.
 * @throws {RangeError} when an amount is none; `priceInputSchema` has refused that before.
 */
export function parsePriceSheet(price: PriceInput, source: string): PriceSheet {
  if (price.free === true) {
    return { ...NO_PRICE, source, isFree: true, coversTokens: true };
  }
  const { input, output, request } = price;
  return {
    source,
    isFree: false,
    coversTokens: input !== undefined || output !== undefined || request !== undefined,
    tokens: tokenPricesOf(price),
    requestNano: nano(request) ?? 0,
    pieces: piecePricesOf(price),
    tiers: (price.tiers ?? []).map((tier) => tierOf(tier, price)).sort(byBound),
    serviceTiers: Object.fromEntries(
      Object.entries(price.service_tiers ?? {}).map(([name, text]): [string, Ppm] => [
        name,
        parseMultiplier(text),
      ]),
    ),
  };
}

/** Orders tiers by the length they begin at. */
export function byBound(one: PriceTier, other: PriceTier): number {
  return one.aboveInputTokens - other.aboveInputTokens;
}

/** Fills in the kinds that have no price of their own. */
export function tokenPricesOf(price: TokenPriceInput): TokenPrices {
  const input = nano(price.input) ?? 0;
  const output = nano(price.output) ?? 0;
  const cacheWrite5m = nano(price.cache_write_5m) ?? input;
  return {
    input,
    output,
    cacheRead: nano(price.cache_read) ?? input,
    cacheWrite5m,
    cacheWrite1h: nano(price.cache_write_1h) ?? cacheWrite5m,
    reasoning: nano(price.reasoning) ?? output,
    audioInput: nano(price.audio_input) ?? input,
    audioOutput: nano(price.audio_output) ?? output,
    imageInput: nano(price.image_input) ?? input,
    imageOutput: nano(price.image_output) ?? output,
  };
}

function piecePricesOf(price: PriceInput): PiecePrices {
  const prices: Partial<Record<PieceKind, PiecePrice>> = {};
  for (const kind of PIECE_KINDS) {
    const said = price[kind];
    if (said !== undefined) {
      prices[kind] = piecePriceOf(said);
    }
  }
  return prices;
}

function piecePriceOf(price: string | Readonly<Record<string, string>>): PiecePrice {
  if (typeof price === 'string') {
    return { plainNano: checkPrice(price), bySize: {} };
  }
  const sizes = Object.entries(price).map(([size, text]): [string, NanoUsd] => [size, checkPrice(text)]);
  return { plainNano: Math.max(...sizes.map(([, nano]) => nano)), bySize: Object.fromEntries(sizes) };
}

function tierOf(
  tier: TokenPriceInput & { readonly above_input_tokens: number },
  base: TokenPriceInput,
): PriceTier {
  const { above_input_tokens: aboveInputTokens, ...own } = tier;
  return { aboveInputTokens, tokens: tokenPricesOf({ ...base, ...own }) };
}

function nano(text: string | undefined): number | undefined {
  return text === undefined ? undefined : checkPrice(text);
}
