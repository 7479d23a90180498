import type { PieceKind } from '../canonical/usage.ts';
import type { NanoUsd, Ppm } from '../core/money.ts';

/** Nano-dollars for one million tokens. */
export type NanoUsdPerMtok = number;

/** What each kind of token costs. A kind without a price of its own costs what its plain kind costs. */
export interface TokenPrices {
  readonly input: NanoUsdPerMtok;
  readonly cacheRead: NanoUsdPerMtok;
  readonly cacheWrite5m: NanoUsdPerMtok;
  readonly cacheWrite1h: NanoUsdPerMtok;
  readonly audioInput: NanoUsdPerMtok;
  readonly imageInput: NanoUsdPerMtok;
  readonly output: NanoUsdPerMtok;
  readonly reasoning: NanoUsdPerMtok;
  readonly audioOutput: NanoUsdPerMtok;
  readonly imageOutput: NanoUsdPerMtok;
}

/** What a piece of one kind costs. */
export interface PiecePrice {
  /** What a size without a price of its own costs: the one price there is, or the dearest of several. */
  readonly plainNano: NanoUsd;
  /** By size, resolution or name, with or without a variant; empty where all cost the same. */
  readonly bySize: Readonly<Record<string, NanoUsd>>;
}

/** What pieces cost; a kind that is not there has no price. */
export type PiecePrices = Readonly<Partial<Record<PieceKind, PiecePrice>>>;

/** The prices that hold for the whole request once its input is longer than a bound. */
export interface PriceTier {
  readonly aboveInputTokens: number;
  readonly tokens: TokenPrices;
}

/** Everything that decides what a request on one model costs, before the group's multiplier. */
export interface PriceSheet {
  /** Where it comes from, kept with every charge: `operator:gpt-4o-mini` or `catalogue:openai/gpt-4o-mini`. */
  readonly source: string;
  readonly isFree: boolean;
  /**
   * Whether tokens are paid for, by themselves or by the price of the request. False for a model that is
   * sold by the piece alone: nobody said what its tokens cost, so it is unpriced for text.
   */
  readonly coversTokens: boolean;
  readonly tokens: TokenPrices;
  readonly requestNano: NanoUsd;
  readonly pieces: PiecePrices;
  /** By `aboveInputTokens`, ascending. */
  readonly tiers: readonly PriceTier[];
  /** Multiplier by the service tier the upstream reports. */
  readonly serviceTiers: Readonly<Record<string, Ppm>>;
}

/**
 * Whether a sheet says what such a request costs. A price by the piece says nothing of a request that is
 * counted in tokens alone.
 */
export function isPricedFor(sheet: PriceSheet, pieceKinds: readonly PieceKind[] = []): boolean {
  return sheet.isFree || sheet.coversTokens || pieceKinds.some((kind) => sheet.pieces[kind] !== undefined);
}
