import { type Measured, NO_PIECES, totalInputTokens, USAGE_KINDS, type Usage } from '../canonical/usage.ts';
import { formatMultiplier, formatUsd, type NanoUsd, type Ppm } from '../core/money.ts';
import { exactPiecesNano, pieceFactors, piecesNano } from './piece-price.ts';
import type { PriceSheet, TokenPrices } from './price-sheet.ts';
import { type Ratio, ratioOf, scaleUp, scaleUpExactly } from './ratio.ts';

const PLAIN_PPM: Ppm = 1_000_000;
const TOKENS_PER_MTOK = 1_000_000;
const MAX_VARIANTS_PER_SHEET = 64;

/** The price each kind of usage is charged at. */
export const PRICE_OF_KIND = {
  inputTokens: 'input',
  cacheReadTokens: 'cacheRead',
  cacheWrite5mTokens: 'cacheWrite5m',
  cacheWrite1hTokens: 'cacheWrite1h',
  audioInputTokens: 'audioInput',
  imageInputTokens: 'imageInput',
  outputTokens: 'output',
  reasoningTokens: 'reasoning',
  audioOutputTokens: 'audioOutput',
  imageOutputTokens: 'imageOutput',
} as const satisfies Record<keyof Usage, keyof TokenPrices>;

/** A sheet with every choice made: which tier, which service tier, which group multiplier. */
interface Variant {
  readonly tierIndex: number;
  readonly serviceTier: string | null;
  readonly multiplierPpm: Ppm;
  readonly tokens: TokenPrices;
  readonly ratio: Ratio;
  readonly factors: string;
}

const variantsBySheet = new WeakMap<PriceSheet, Variant[]>();

/**
 * What a measured request costs, in nano-dollars: tokens × prices over all kinds, plus pieces × prices, plus
 * the price of the request, in the highest tier whose bound the input passes, times the multiplier of the service tier that
 * the upstream answered with (one it does not price counts as 1), times the group's. One rounding, upwards.
 * Counts that are no counts (negative, not a number) are taken as zero, and the result never passes the
 * range of money, because a settlement must not fail on what an upstream made up.
 */
export function priceOf(measured: Measured, sheet: PriceSheet, multiplierPpm: Ppm): NanoUsd {
  if (sheet.isFree) {
    return 0;
  }
  const { tokens, ratio } = variantOf(measured, sheet, multiplierPpm);
  const { usage } = measured;
  const sum =
    count(usage.inputTokens) * tokens.input +
    count(usage.cacheReadTokens) * tokens.cacheRead +
    count(usage.cacheWrite5mTokens) * tokens.cacheWrite5m +
    count(usage.cacheWrite1hTokens) * tokens.cacheWrite1h +
    count(usage.audioInputTokens) * tokens.audioInput +
    count(usage.imageInputTokens) * tokens.imageInput +
    count(usage.outputTokens) * tokens.output +
    count(usage.reasoningTokens) * tokens.reasoning +
    count(usage.audioOutputTokens) * tokens.audioOutput +
    count(usage.imageOutputTokens) * tokens.imageOutput +
    (sheet.requestNano + piecesNano(measured.pieces ?? NO_PIECES, sheet.pieces)) * TOKENS_PER_MTOK;
  return scaleUp(sum, ratio) ?? scaleUpExactly(exactSum(measured, tokens, sheet), ratio);
}

/**
 * The JSON text that is kept with the charge: where the price comes from, the tier it was taken from,
 * both multipliers and the prices (decimal USD per million tokens, `request` per request). What does not
 * differ from the plain case is left out, because the text is stored with every request: a service tier
 * without a price, the prices of the sheet itself, a kind that costs what its plain kind costs. The text is
 * made once for each combination and costs nothing after that; only where pieces were counted it is made
 * longer by them.
 */
export function priceFactors(measured: Measured, sheet: PriceSheet, multiplierPpm: Ppm): string {
  const { factors } = variantOf(measured, sheet, multiplierPpm);
  const pieces = measured.pieces === undefined ? [] : pieceFactors(measured.pieces, sheet.pieces);
  return pieces.length === 0 ? factors : `${factors.slice(0, -1)},"pieces":${JSON.stringify(pieces)}}`;
}

/** A count as it is charged: whole, and zero where it is none. */
export function count(tokens: number): number {
  return tokens > 0 ? Math.min(Math.ceil(tokens), Number.MAX_SAFE_INTEGER) : 0;
}

function exactSum({ usage, pieces }: Measured, tokens: TokenPrices, sheet: PriceSheet): bigint {
  const flat = BigInt(sheet.requestNano) + exactPiecesNano(pieces ?? NO_PIECES, sheet.pieces);
  let sum = flat * BigInt(TOKENS_PER_MTOK);
  for (const kind of USAGE_KINDS) {
    sum += BigInt(count(usage[kind])) * BigInt(tokens[PRICE_OF_KIND[kind]]);
  }
  return sum;
}

function variantOf(measured: Measured, sheet: PriceSheet, multiplierPpm: Ppm): Variant {
  const tierIndex = matchingTier(sheet, totalInputTokens(measured.usage));
  const serviceTier = pricedServiceTier(sheet, measured.serviceTier);
  let variants = variantsBySheet.get(sheet);
  if (variants === undefined) {
    variants = [];
    variantsBySheet.set(sheet, variants);
  }
  for (const known of variants) {
    if (
      known.tierIndex === tierIndex &&
      known.serviceTier === serviceTier &&
      known.multiplierPpm === multiplierPpm
    ) {
      return known;
    }
  }
  if (variants.length >= MAX_VARIANTS_PER_SHEET) {
    variants.length = 0;
  }
  const made = makeVariant(sheet, tierIndex, serviceTier, multiplierPpm);
  variants.push(made);
  return made;
}

/** The index of the highest tier whose bound the input passes; −1 for the prices of the sheet itself. */
function matchingTier(sheet: PriceSheet, inputTokens: number): number {
  let matched = -1;
  for (let at = 0; at < sheet.tiers.length; at += 1) {
    const tier = sheet.tiers[at];
    if (tier !== undefined && inputTokens > tier.aboveInputTokens) {
      matched = at;
    }
  }
  return matched;
}

function pricedServiceTier(sheet: PriceSheet, answered: string | null): string | null {
  return answered !== null && Object.hasOwn(sheet.serviceTiers, answered) ? answered : null;
}

function makeVariant(
  sheet: PriceSheet,
  tierIndex: number,
  serviceTier: string | null,
  multiplierPpm: Ppm,
): Variant {
  const tier = sheet.tiers[tierIndex];
  const tokens = tier?.tokens ?? sheet.tokens;
  const serviceTierPpm = (serviceTier === null ? undefined : sheet.serviceTiers[serviceTier]) ?? PLAIN_PPM;
  return {
    tierIndex,
    serviceTier,
    multiplierPpm,
    tokens,
    ratio: ratioOf(serviceTierPpm, multiplierPpm),
    factors: factorsText(sheet, tierIndex, serviceTier, multiplierPpm),
  };
}

function factorsText(
  sheet: PriceSheet,
  tierIndex: number,
  serviceTier: string | null,
  multiplierPpm: Ppm,
): string {
  const tier = sheet.tiers[tierIndex];
  const tokens = tier?.tokens ?? sheet.tokens;
  const { input, output } = tokens;
  const unless = (plain: number, price: number) => (price === plain ? undefined : formatUsd(price));
  return JSON.stringify({
    source: sheet.source,
    group_multiplier: formatMultiplier(multiplierPpm),
    service_tier: serviceTier ?? undefined,
    service_tier_multiplier:
      serviceTier === null ? undefined : formatMultiplier(sheet.serviceTiers[serviceTier] ?? PLAIN_PPM),
    above_input_tokens: tier?.aboveInputTokens,
    free: sheet.isFree || undefined,
    input: formatUsd(input),
    cache_read: unless(input, tokens.cacheRead),
    cache_write_5m: unless(input, tokens.cacheWrite5m),
    cache_write_1h: unless(input, tokens.cacheWrite1h),
    audio_input: unless(input, tokens.audioInput),
    image_input: unless(input, tokens.imageInput),
    output: formatUsd(output),
    reasoning: unless(output, tokens.reasoning),
    audio_output: unless(output, tokens.audioOutput),
    image_output: unless(output, tokens.imageOutput),
    request: unless(0, sheet.requestNano),
  });
}
