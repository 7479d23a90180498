import type { PriceSheet, PriceTier, TokenPrices } from '../billing/price-sheet.ts';
import { type Ppm, parseMultiplier } from '../core/money.ts';
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
>;

const FREE_TOKENS: TokenPrices = tokenPricesOf({});

/**
 * Makes the sheet that text requests are charged by. Null when the price has none for them, only per
 * image, second, song or character: such a model is unpriced for text, not free.
 *
 * What a tier does not name costs what the base says; a kind that neither names costs what its plain
 * kind costs (cached, cache writes and audio: input; reasoning and audio: output). A one-hour cache
 * write without a price costs at least what a five-minute one does.
 * @throws {RangeError} when an amount is none; `priceInputSchema` has refused that before.
 */
export function parsePriceSheet(price: PriceInput, source: string): PriceSheet | null {
  if (price.free === true) {
    return { source, isFree: true, tokens: FREE_TOKENS, requestNano: 0, tiers: [], serviceTiers: {} };
  }
  const { input, output, request } = price;
  if (input === undefined && output === undefined && request === undefined) {
    return null;
  }
  return {
    source,
    isFree: false,
    tokens: tokenPricesOf(price),
    requestNano: nano(request) ?? 0,
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
  };
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
