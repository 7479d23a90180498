import type { ConditionalPrice, ModelInfo, ModelPrice } from '@pydantic/genai-prices';
import type { PiecePrice, PriceSheet } from '../billing/price-sheet.ts';
import { decimalOf } from './decimal-of.ts';
import { checkPrice } from './price-input.ts';
import { byBound, type TokenPriceInput, tokenPricesOf } from './price-sheet-parser.ts';

const SECONDS_PER_HOUR = 3_600;

/** The catalogue's names for what a sheet holds; each is USD for one million tokens. */
const KIND_BY_FIELD = {
  input_mtok: 'input',
  cache_read_mtok: 'cache_read',
  cache_write_mtok: 'cache_write_5m',
  cache_write_1h_mtok: 'cache_write_1h',
  input_audio_mtok: 'audio_input',
  input_image_mtok: 'image_input',
  output_mtok: 'output',
  output_reasoning_mtok: 'reasoning',
  output_audio_mtok: 'audio_output',
  output_image_mtok: 'image_output',
} as const satisfies Record<string, keyof TokenPriceInput>;

/**
 * Makes a sheet of a catalogue entry as it holds at a moment. Null when it has no price per token, per
 * request or for the time of a recording: such a model is unpriced, even if its provider gives it away.
 * @throws {RangeError} when a price is no exact amount or above $10,000.
 */
export function sheetOfCatalogueModel(model: ModelInfo, source: string, atMs: number): PriceSheet | null {
  const price = priceAt(model, atMs);
  const perThousandRequests = price.requests_kcount;
  const perHourOfAudio = baseOf(price.input_audio_hours);
  const coversTokens =
    price.input_mtok !== undefined || price.output_mtok !== undefined || perThousandRequests !== undefined;
  if (!coversTokens && perHourOfAudio === undefined) {
    return null;
  }
  const bounds = new Set(fields().flatMap(([field]) => tiersOf(price[field]).map((tier) => tier.start)));
  return {
    source,
    isFree: false,
    coversTokens,
    tokens: tokenPricesOf(tokenPricesAt(price, 0)),
    requestNano: Math.ceil(checkPrice(decimalOf(baseOf(perThousandRequests) ?? 0)) / 1_000),
    pieces: perHourOfAudio === undefined ? {} : { second: perSecond(perHourOfAudio) },
    tiers: [...bounds]
      .map((start) => ({ aboveInputTokens: start, tokens: tokenPricesOf(tokenPricesAt(price, start)) }))
      .sort(byBound),
    serviceTiers: {},
  };
}

/**
 * A price may begin on a day, and some providers have cheaper hours. The last one that has begun holds;
 * among hours the dearest does, because a sheet holds for longer than an hour and must not be too low.
 */
function priceAt(model: ModelInfo, atMs: number): ModelPrice {
  if (!Array.isArray(model.prices)) {
    return model.prices;
  }
  const holding: ModelPrice[] = [];
  for (const { constraint, prices } of model.prices.toReversed()) {
    const hasBegun = constraint?.type !== 'start_date' || Date.parse(constraint.start_date) <= atMs;
    if (hasBegun) {
      holding.push(prices);
    }
    if (hasBegun && constraint?.type !== 'time_of_date') {
      break;
    }
  }
  const first = (model.prices satisfies ConditionalPrice[])[0]?.prices ?? {};
  return holding.reduce((one, other) => (dearness(other) > dearness(one) ? other : one), holding[0] ?? first);
}

function dearness(price: ModelPrice): number {
  return (baseOf(price.input_mtok) ?? 0) + (baseOf(price.output_mtok) ?? 0);
}

function tokenPricesAt(price: ModelPrice, inputTokens: number): TokenPriceInput {
  const prices: TokenPriceInput = {};
  for (const [field, kind] of fields()) {
    const usd = priceOfTier(price[field], inputTokens);
    if (usd !== undefined) {
      prices[kind] = decimalOf(usd);
    }
  }
  return prices;
}

function perSecond(perHourUsd: number): PiecePrice {
  return { plainNano: Math.ceil(checkPrice(decimalOf(perHourUsd)) / SECONDS_PER_HOUR), bySize: {} };
}

function priceOfTier(value: ModelPrice[string], inputTokens: number): number | undefined {
  const reached = tiersOf(value).findLast((tier) => tier.start <= inputTokens);
  return reached?.price ?? baseOf(value);
}

function tiersOf(value: ModelPrice[string]): readonly { start: number; price: number }[] {
  return typeof value === 'object' ? value.tiers.toSorted((one, other) => one.start - other.start) : [];
}

function baseOf(value: ModelPrice[string]): number | undefined {
  return typeof value === 'object' ? value.base : value;
}

function fields() {
  return Object.entries(KIND_BY_FIELD);
}
