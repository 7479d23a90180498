import type { PriceSheet } from '../../billing/price-sheet.ts';
import { type NanoUsd, parseUsd } from '../../core/money.ts';

/**
 * What a pricing rule says of a price: of which kinds it may be, and how much a million tokens may cost.
 * A price fits when it is of one of the kinds and within every bound.
 */
export interface PricingRule {
  /** True where the rule names `free`, or no kind at all. */
  readonly fitsFree: boolean;
  /** True where the rule names `paid`, or no kind at all. */
  readonly fitsPaid: boolean;
  readonly maxInputNano: NanoUsd | null;
  readonly maxOutputNano: NanoUsd | null;
}

const BOUND = /^(max_input|max_output):(.+)$/;

/**
 * Reads the values of a pricing rule: `free`, `paid`, `max_input:<USD per million tokens>` and
 * `max_output:<the same>`.
 * @throws {RangeError} for any other value, with a sentence that says what there is.
 */
export function parsePricingRule(values: readonly string[]): PricingRule {
  const bounds: { max_input: NanoUsd | null; max_output: NanoUsd | null } = {
    max_input: null,
    max_output: null,
  };
  for (const value of values) {
    const [, bound, text = ''] = BOUND.exec(value) ?? [];
    if (bound === 'max_input' || bound === 'max_output') {
      bounds[bound] = Math.min(bounds[bound] ?? Number.MAX_SAFE_INTEGER, parseBound(text));
    } else if (value !== 'free' && value !== 'paid') {
      throw new RangeError(
        'must be free, paid, max_input:<USD per million tokens> or max_output:<USD per million tokens>',
      );
    }
  }
  const namesNoKind = !values.includes('free') && !values.includes('paid');
  return {
    fitsFree: namesNoKind || values.includes('free'),
    fitsPaid: namesNoKind || values.includes('paid'),
    maxInputNano: bounds.max_input,
    maxOutputNano: bounds.max_output,
  };
}

/** Whether a value bounds a price, which says nothing in a rule that denies. */
export function isPriceBound(value: string): boolean {
  return BOUND.test(value);
}

/**
 * Whether a price fits a rule: the price of the model's first tier, before the group's multiplier. What
 * nobody priced, and what is priced by the piece alone, counts as paid and is within no bound.
 */
export function fitsPricing(rule: PricingRule, price: PriceSheet | null): boolean {
  const isFree = price?.isFree === true;
  if (!(isFree ? rule.fitsFree : rule.fitsPaid)) {
    return false;
  }
  const tokens = price?.coversTokens === true ? price.tokens : null;
  return (
    isWithin(rule.maxInputNano, isFree ? 0 : tokens?.input) &&
    isWithin(rule.maxOutputNano, isFree ? 0 : tokens?.output)
  );
}

function isWithin(bound: NanoUsd | null, amount: NanoUsd | undefined): boolean {
  return bound === null || (amount !== undefined && amount <= bound);
}

function parseBound(text: string): NanoUsd {
  const amount = parseUsd(text);
  if (amount < 0) {
    throw new RangeError('a price bound must not be negative');
  }
  return amount;
}
