import { type Measured, totalOutputTokens } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';

/** The usage of a message before anything was counted: what `message_start` shows. */
export const UNKNOWN_USAGE: JsonObject = {
  input_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 0,
};

/**
 * A usage in this dialect's terms: `input_tokens` without what caches read and wrote, `output_tokens` with
 * the thinking (anthropic-sdk-typescript, `Usage`). `cost` is ours, in USD.
 */
export function writeUsage(measured: Measured, costOf: (measured: Measured) => string): JsonObject {
  const { usage, serviceTier } = measured;
  return {
    input_tokens: usage.inputTokens + usage.audioInputTokens,
    cache_creation_input_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite5mTokens,
      ephemeral_1h_input_tokens: usage.cacheWrite1hTokens,
    },
    output_tokens: totalOutputTokens(usage),
    ...(usage.reasoningTokens > 0
      ? { output_tokens_details: { thinking_tokens: usage.reasoningTokens } }
      : {}),
    ...(serviceTier === null ? {} : { service_tier: serviceTier }),
    cost: Number(costOf(measured)),
  };
}
