import { type Measured, NO_USAGE } from '../../canonical/usage.ts';
import type { UsageReader } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { readCount, readDetails, splitTotal } from '../usage-counts.ts';

/**
 * Usage of Chat Completions (openai-node, `CompletionUsage`): `prompt_tokens` includes cached, cache-write
 * and audio tokens, `completion_tokens` includes reasoning and audio.
 */
export const chatUsage: UsageReader = { member: 'usage', measure: measureChat };

/** Usage of Embeddings: input alone. */
export const embeddingsUsage: UsageReader = {
  member: 'usage',
  measure(usage, serviceTier) {
    const inputTokens = readCount(usage, 'prompt_tokens') ?? readCount(usage, 'total_tokens');
    return inputTokens === null ? null : { usage: { ...NO_USAGE, inputTokens }, serviceTier };
  },
};

function measureChat(usage: JsonObject, serviceTier: string | null): Measured | null {
  const prompt = readCount(usage, 'prompt_tokens');
  const total = readCount(usage, 'total_tokens');
  const completion = readCount(usage, 'completion_tokens') ?? difference(total, prompt);
  if (prompt === null || completion === null) {
    return null;
  }
  const input = readDetails(usage, 'prompt_tokens_details');
  // DeepSeek reports cached input beside the details instead of in them.
  const cached = readCount(input, 'cached_tokens') ?? readCount(usage, 'prompt_cache_hit_tokens');
  const read = splitTotal(prompt, [
    cached,
    readCount(input, 'cache_write_tokens'),
    readCount(input, 'audio_tokens'),
  ]);
  const output = readDetails(usage, 'completion_tokens_details');
  const reasoning = readCount(output, 'reasoning_tokens') ?? 0;
  // xAI counts reasoning beside the completion, which shows in the total alone.
  const isBeside = reasoning > 0 && total !== null && total >= prompt + completion + reasoning;
  const written = splitTotal(isBeside ? completion + reasoning : completion, [
    reasoning,
    readCount(output, 'audio_tokens'),
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

function difference(total: number | null, part: number | null): number | null {
  return total === null || part === null ? null : Math.max(0, total - part);
}
