import { type Measured, NO_USAGE } from '../../canonical/usage.ts';
import type { UsageReader } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { readCount, readDetails, splitTotal } from '../usage-counts.ts';

/**
 * Usage of Responses (openai-node, `ResponseUsage`): `input_tokens` includes cached and cache-write tokens,
 * `output_tokens` includes reasoning.
 */
export const responsesUsage: UsageReader = { member: 'usage', measure };

function measure(usage: JsonObject, serviceTier: string | null): Measured | null {
  const input = readCount(usage, 'input_tokens');
  const output = readCount(usage, 'output_tokens');
  if (input === null || output === null) {
    return null;
  }
  const details = readDetails(usage, 'input_tokens_details');
  const read = splitTotal(input, [
    readCount(details, 'cached_tokens'),
    readCount(details, 'cache_write_tokens'),
    readCount(details, 'audio_tokens'),
  ]);
  const outputDetails = readDetails(usage, 'output_tokens_details');
  const written = splitTotal(output, [
    readCount(outputDetails, 'reasoning_tokens'),
    readCount(outputDetails, 'audio_tokens'),
  ]);
  return {
    usage: {
      ...NO_USAGE,
      inputTokens: read.rest,
      cacheReadTokens: read.parts[0] ?? 0,
      cacheWrite5mTokens: read.parts[1] ?? 0,
      audioInputTokens: read.parts[2] ?? 0,
      outputTokens: written.rest,
      reasoningTokens: written.parts[0] ?? 0,
      audioOutputTokens: written.parts[1] ?? 0,
    },
    serviceTier,
  };
}
