/**
 * Measured use of one request. The kinds do not overlap: their sum is everything the upstream counted,
 * whatever the dialect's own fields include in each other.
 */
export interface Usage {
  /** Fresh text input: without cache reads, cache writes and audio. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** Input written to a cache that lives five minutes (or whose life the upstream does not say). */
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly audioInputTokens: number;
  /** Visible output: without reasoning and audio. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly audioOutputTokens: number;
}

/** The names of the kinds, in the order they are stored and shown. */
export const USAGE_KINDS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'audioInputTokens',
  'outputTokens',
  'reasoningTokens',
  'audioOutputTokens',
] as const satisfies readonly (keyof Usage)[];

/** Where a usage comes from: the upstream's own count, our estimate from what was delivered, or nothing happened. */
export type UsageSource = 'upstream' | 'estimated' | 'none';

/** No use at all. */
export const NO_USAGE: Usage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  audioInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  audioOutputTokens: 0,
};

/** Everything that was read: fresh, cached, written to caches, audio. Decides the price tier by context. */
export function totalInputTokens(usage: Usage): number {
  return (
    usage.inputTokens +
    usage.cacheReadTokens +
    usage.cacheWrite5mTokens +
    usage.cacheWrite1hTokens +
    usage.audioInputTokens
  );
}

/** Everything that was written: visible, reasoning, audio. */
export function totalOutputTokens(usage: Usage): number {
  return usage.outputTokens + usage.reasoningTokens + usage.audioOutputTokens;
}

/** What the upstream says of one request when it is done: the use, and the tier it served it in. */
export interface Measured {
  readonly usage: Usage;
  /** The service tier of the answer, which decides the price; null when the upstream names none. */
  readonly serviceTier: string | null;
}
