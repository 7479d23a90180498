import { NO_USAGE, totalInputTokens, totalOutputTokens, type Usage } from '../canonical/usage.ts';
import type { NanoUsd } from '../core/money.ts';
import type { SUM_COLUMNS } from '../db/usage-tables.ts';

/** What a number of requests used and cost. */
export interface UsageSums extends Usage {
  readonly requests: number;
  /** Requests that failed or were interrupted. */
  readonly errors: number;
  readonly images: number;
  readonly seconds: number;
  readonly songs: number;
  readonly characters: number;
  readonly webSearches: number;
  readonly hostedTools: number;
  readonly chargeNano: NanoUsd;
  /** What all attempts probably cost upstream. */
  readonly upstreamCostNano: NanoUsd;
  /** The durations of all requests together, in milliseconds. */
  readonly durationMs: number;
}

/** The column of each number. */
export const SUM_FIELDS = {
  requests: 'requests',
  errors: 'errors',
  inputTokens: 'input_tokens',
  cacheReadTokens: 'cache_read_tokens',
  cacheWrite5mTokens: 'cache_write_5m_tokens',
  cacheWrite1hTokens: 'cache_write_1h_tokens',
  audioInputTokens: 'audio_input_tokens',
  imageInputTokens: 'image_input_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
  audioOutputTokens: 'audio_output_tokens',
  imageOutputTokens: 'image_output_tokens',
  images: 'images',
  seconds: 'seconds',
  songs: 'songs',
  characters: 'characters',
  webSearches: 'web_searches',
  hostedTools: 'hosted_tools',
  chargeNano: 'charge_nano',
  upstreamCostNano: 'upstream_cost_nano',
  durationMs: 'duration_ms',
} as const satisfies Record<keyof UsageSums, (typeof SUM_COLUMNS)[number]>;

/** Nothing used. */
export const NO_SUMS: UsageSums = {
  ...NO_USAGE,
  requests: 0,
  errors: 0,
  images: 0,
  seconds: 0,
  songs: 0,
  characters: 0,
  webSearches: 0,
  hostedTools: 0,
  chargeNano: 0,
  upstreamCostNano: 0,
  durationMs: 0,
};

/** Both together. */
export function addSums(a: UsageSums, b: UsageSums): UsageSums {
  const sums = { ...NO_SUMS };
  for (const field of Object.keys(SUM_FIELDS) as (keyof UsageSums)[]) {
    Object.assign(sums, { [field]: a[field] + b[field] });
  }
  return sums;
}

/** Every token, read and written. */
export function allTokens(sums: Usage): number {
  return totalInputTokens(sums) + totalOutputTokens(sums);
}
