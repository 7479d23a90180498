import { type Measured, totalInputTokens, totalOutputTokens } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';

/**
 * A usage in this dialect's terms: totals include what caches read and wrote, and what was thought
 * (openai-node, `ResponseUsage`). `cost` is ours, in USD.
 */
export function writeUsage(measured: Measured, costOf: (measured: Measured) => string): JsonObject {
  const { usage } = measured;
  const input = totalInputTokens(usage);
  const output = totalOutputTokens(usage);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
      ...(usage.audioInputTokens > 0 ? { audio_tokens: usage.audioInputTokens } : {}),
    },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      ...(usage.audioOutputTokens > 0 ? { audio_tokens: usage.audioOutputTokens } : {}),
    },
    total_tokens: input + output,
    cost: Number(costOf(measured)),
  };
}
