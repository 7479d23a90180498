import { NO_PIECES } from '../canonical/usage.ts';
import type { NanoUsd, Ppm } from '../core/money.ts';
import type { CallFacts } from '../dialects/dialect.ts';
import { dearestPiecesNano } from './piece-price.ts';
import type { PriceSheet, TokenPrices } from './price-sheet.ts';
import { type Ratio, ratioOf, scaleUp, scaleUpExactly } from './ratio.ts';

/** The least that is held for anything that is not free, in nano-dollars. */
export const HOLD_FLOOR_NANO: NanoUsd = 1_000;

/** The input assumed when a request points to input we cannot see, on a model whose window is unknown. */
const UNSEEN_INPUT_TOKENS = 1_000_000;
/** The output assumed when neither the client nor what we know of the model limits it. */
const UNLIMITED_OUTPUT_TOKENS = 32_768;
const PLAIN_PPM: Ppm = 1_000_000;
const TOKENS_PER_MTOK = 1_000_000;

/** What a hold needs to know of one offer of `src/routing/snapshot.ts`. */
export interface PricedOffer {
  readonly price: PriceSheet | null;
  /** What the wallet pays of the price. */
  readonly multiplierPpm: Ppm;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
}

/** What the dearest cost of a call is worked out from. */
export interface DearestCostInput {
  /** Every candidate the request may be sent to. One that nobody priced counts for nothing. */
  readonly offers: readonly PricedOffer[];
  readonly facts: Pick<
    CallFacts,
    'maxOutputTokens' | 'choices' | 'inputTokensCeiling' | 'hasUnseenInput' | 'piecesCeiling'
  >;
}

/** The dearest kinds of one tier, and the input from which on the tier can apply. */
interface DearestTier {
  readonly aboveInputTokens: number;
  readonly inputNanoPerMtok: number;
  readonly outputNanoPerMtok: number;
}

interface DearestSheet {
  readonly tiers: readonly DearestTier[];
  readonly serviceTierPpm: Ppm;
  /** Ratios by group multiplier, at the dearest service tier. */
  readonly ratios: Map<Ppm, Ratio>;
}

const dearestBySheet = new WeakMap<PriceSheet, DearestSheet>();

/**
 * The dearest a call could cost, in nano-dollars, over all candidates, all price tiers its input could
 * reach, all service tiers a sheet prices, all kinds a token and all sizes a piece could be counted as. Never below
 * `HOLD_FLOOR_NANO` unless every candidate is free on purpose (a free model, or a multiplier of zero),
 * then zero. Operations that are not billed need no hold; their callers do not ask.
 */
export function dearestCost({ offers, facts }: DearestCostInput): NanoUsd {
  let dearest = HOLD_FLOOR_NANO;
  let isFree = offers.length > 0;
  for (const offer of offers) {
    if (offer.multiplierPpm === 0 || offer.price?.isFree === true) {
      continue;
    }
    isFree = false;
    if (offer.price !== null) {
      dearest = Math.max(dearestOnOffer(offer, offer.price, facts), dearest);
    }
  }
  return isFree ? 0 : dearest;
}

function dearestOnOffer(offer: PricedOffer, sheet: PriceSheet, facts: DearestCostInput['facts']): NanoUsd {
  const known = dearestOf(sheet);
  const ratio = ratioFor(known, offer.multiplierPpm);
  const input = inputBound(offer, facts);
  const output = outputBound(offer, facts);
  const pieces = facts.piecesCeiling ?? NO_PIECES;
  const flatNano = sheet.requestNano + dearestPiecesNano(pieces, sheet.pieces);
  let dearest = 0;
  for (const tier of known.tiers) {
    if (input > tier.aboveInputTokens) {
      const sum =
        input * tier.inputNanoPerMtok + output * tier.outputNanoPerMtok + flatNano * TOKENS_PER_MTOK;
      const cost = scaleUp(sum, ratio) ?? scaleUpExactly(exactSum(input, output, tier, flatNano), ratio);
      dearest = Math.max(cost, dearest);
    }
  }
  return dearest;
}

function inputBound(offer: PricedOffer, facts: DearestCostInput['facts']): number {
  if (facts.hasUnseenInput) {
    return offer.contextWindow ?? Math.max(UNSEEN_INPUT_TOKENS, facts.inputTokensCeiling);
  }
  return offer.contextWindow === null
    ? facts.inputTokensCeiling
    : Math.min(facts.inputTokensCeiling, offer.contextWindow);
}

/** Clients may write any number as a limit; one past the safe integers is as good as the largest of them. */
function outputBound(offer: PricedOffer, facts: DearestCostInput['facts']): number {
  const perChoice =
    facts.maxOutputTokens ?? offer.maxOutputTokens ?? offer.contextWindow ?? UNLIMITED_OUTPUT_TOKENS;
  return Math.min(Math.ceil(facts.choices * perChoice), Number.MAX_SAFE_INTEGER);
}

function exactSum(input: number, output: number, tier: DearestTier, flatNano: NanoUsd): bigint {
  return (
    BigInt(input) * BigInt(tier.inputNanoPerMtok) +
    BigInt(output) * BigInt(tier.outputNanoPerMtok) +
    BigInt(flatNano) * BigInt(TOKENS_PER_MTOK)
  );
}

function dearestOf(sheet: PriceSheet): DearestSheet {
  let known = dearestBySheet.get(sheet);
  if (known === undefined) {
    known = {
      // The prices of the sheet itself apply to every input, an empty one included.
      tiers: [
        dearestTier(-1, sheet.tokens),
        ...sheet.tiers.map((tier) => dearestTier(tier.aboveInputTokens, tier.tokens)),
      ],
      serviceTierPpm: Math.max(PLAIN_PPM, ...Object.values(sheet.serviceTiers)),
      ratios: new Map(),
    };
    dearestBySheet.set(sheet, known);
  }
  return known;
}

function dearestTier(aboveInputTokens: number, prices: TokenPrices): DearestTier {
  return {
    aboveInputTokens,
    inputNanoPerMtok: Math.max(
      prices.input,
      prices.cacheRead,
      prices.cacheWrite5m,
      prices.cacheWrite1h,
      prices.audioInput,
      prices.imageInput,
    ),
    outputNanoPerMtok: Math.max(prices.output, prices.reasoning, prices.audioOutput, prices.imageOutput),
  };
}

function ratioFor(known: DearestSheet, multiplierPpm: Ppm): Ratio {
  let ratio = known.ratios.get(multiplierPpm);
  if (ratio === undefined) {
    ratio = ratioOf(known.serviceTierPpm, multiplierPpm);
    known.ratios.set(multiplierPpm, ratio);
  }
  return ratio;
}
