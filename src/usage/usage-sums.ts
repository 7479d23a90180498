import type { NanoUsd } from '../core/money.ts';

/** What a number of requests used and cost. The kinds of tokens do not overlap. */
export interface UsageSums {
  readonly requests: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly audioInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly audioOutputTokens: number;
  readonly chargeNano: NanoUsd;
  /** The durations of all requests together, in milliseconds. */
  readonly durationMs: number;
}

/** Nothing used. */
export const NO_SUMS: UsageSums = {
  requests: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  audioInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  audioOutputTokens: 0,
  chargeNano: 0,
  durationMs: 0,
};

/** Both together. */
export function addSums(a: UsageSums, b: UsageSums): UsageSums {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWrite5mTokens: a.cacheWrite5mTokens + b.cacheWrite5mTokens,
    cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
    audioInputTokens: a.audioInputTokens + b.audioInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    audioOutputTokens: a.audioOutputTokens + b.audioOutputTokens,
    chargeNano: a.chargeNano + b.chargeNano,
    durationMs: a.durationMs + b.durationMs,
  };
}

/** Every token, read and written. */
export function allTokens(sums: UsageSums): number {
  return (
    sums.inputTokens +
    sums.cacheReadTokens +
    sums.cacheWrite5mTokens +
    sums.cacheWrite1hTokens +
    sums.audioInputTokens +
    sums.outputTokens +
    sums.reasoningTokens +
    sums.audioOutputTokens
  );
}
