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
  readonly output: NanoUsdPerMtok;
  readonly reasoning: NanoUsdPerMtok;
  readonly audioOutput: NanoUsdPerMtok;
}

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
  readonly tokens: TokenPrices;
  readonly requestNano: NanoUsd;
  /** By `aboveInputTokens`, ascending. */
  readonly tiers: readonly PriceTier[];
  /** Multiplier by the service tier the upstream reports. */
  readonly serviceTiers: Readonly<Record<string, Ppm>>;
}
