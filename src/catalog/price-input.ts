import { z } from 'zod';
import { type NanoUsd, parseMultiplier, parseUsd } from '../core/money.ts';

/** Above this a price is a slip of the decimal point: $10,000 for one million tokens or one piece. */
const DEAREST_PRICE_NANO: NanoUsd = 10_000 * 1_000_000_000;
const MOST_TIERS = 20;
const MOST_NAMES = 100;

/** YAML and careless clients write 0.15 without quotes; its shortest text is what they wrote. */
const decimalText = z.union([z.string(), z.number()]).transform(String);
const usd = decimalText.superRefine((text, context) => report(() => checkPrice(text), context));
const multiplier = decimalText.superRefine((text, context) => report(() => parseMultiplier(text), context));
const pieces = z
  .record(z.string().min(1).max(100), usd)
  .refine((map) => Object.keys(map).length <= MOST_NAMES)
  .refine((map) => Object.keys(map).length > 0, 'names no size');

/** USD for one million tokens of each kind, as decimal strings. */
const tokenPrices = {
  input: usd.optional(),
  output: usd.optional(),
  cache_read: usd.optional(),
  cache_write_5m: usd.optional(),
  cache_write_1h: usd.optional(),
  reasoning: usd.optional(),
  audio_input: usd.optional(),
  audio_output: usd.optional(),
  image_input: usd.optional(),
  image_output: usd.optional(),
};

const tier = z
  .strictObject({ above_input_tokens: z.int().min(1), ...tokenPrices })
  .refine((value) => Object.keys(value).length > 1, 'names no price');

/**
 * The price of a model as an operator writes it, in the management API and in the configuration file:
 * decimal strings in USD, per million tokens or per piece. Unknown keys are refused, so that a slip in
 * a name never makes something free.
 */
export const priceInputSchema = z
  .strictObject({
    ...tokenPrices,
    image: z.union([usd, pieces]).optional(),
    second: z.union([usd, pieces]).optional(),
    song: usd.optional(),
    request: usd.optional(),
    character: usd.optional(),
    web_search: usd.optional(),
    hosted_tool: z.union([usd, pieces]).optional(),
    tiers: z.array(tier).max(MOST_TIERS).optional(),
    service_tiers: z.record(z.string().min(1).max(100), multiplier).optional(),
    free: z.boolean().optional(),
  })
  .superRefine((price, context) => {
    const { free, tiers, service_tiers: _, ...prices } = price;
    const isPriced = Object.values(prices).some((value) => value !== undefined);
    if (free === true && (isPriced || tiers !== undefined)) {
      context.addIssue({ code: 'custom', path: ['free'], message: 'a free model has no prices' });
    }
    if (free !== true && !isPriced) {
      context.addIssue({ code: 'custom', message: 'names no price; write free: true for a free model' });
    }
    const bounds = (tiers ?? []).map((entry) => entry.above_input_tokens);
    if (new Set(bounds).size < bounds.length) {
      context.addIssue({ code: 'custom', path: ['tiers'], message: 'two tiers begin at the same length' });
    }
  });

/** A price that `priceInputSchema` accepted. */
export type PriceInput = z.output<typeof priceInputSchema>;

/**
 * Reads one price.
 * @throws {RangeError} when it is no amount, is negative, or is above $10,000.
 */
export function checkPrice(text: string): NanoUsd {
  const nano = parseUsd(text);
  if (nano < 0 || nano > DEAREST_PRICE_NANO) {
    throw new RangeError('a price is from 0 to 10000 USD');
  }
  return nano;
}

function report(check: () => unknown, context: z.RefinementCtx): void {
  try {
    check();
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
  }
}
