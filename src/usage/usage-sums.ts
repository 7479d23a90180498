import { NO_USAGE, totalInputTokens, totalOutputTokens, type Usage } from '../canonical/usage.ts';
import type { NanoUsd } from '../core/money.ts';

/** What a number of requests used and cost. */
export interface UsageSums extends Usage {
  readonly requests: number;
  readonly chargeNano: NanoUsd;
  /** The durations of all requests together, in milliseconds. */
  readonly durationMs: number;
}

/** Nothing used. */
export const NO_SUMS: UsageSums = {
  ...NO_USAGE,
  requests: 0,
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
    imageInputTokens: a.imageInputTokens + b.imageInputTokens,
    imageOutputTokens: a.imageOutputTokens + b.imageOutputTokens,
    chargeNano: a.chargeNano + b.chargeNano,
    durationMs: a.durationMs + b.durationMs,
  };
}

/** Every token, read and written. */
export function allTokens(sums: Usage): number {
  return totalInputTokens(sums) + totalOutputTokens(sums);
}
