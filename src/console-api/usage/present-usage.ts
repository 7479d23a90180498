import type { z } from '@hono/zod-openapi';
import type { Usage } from '../../canonical/usage.ts';
import type { UsageJson } from '../contract/requests.ts';

/** Tokens by kind as they are answered. */
export function presentUsage(usage: Usage): z.infer<typeof UsageJson> {
  return {
    input_tokens: usage.inputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_5m_tokens: usage.cacheWrite5mTokens,
    cache_write_1h_tokens: usage.cacheWrite1hTokens,
    audio_input_tokens: usage.audioInputTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    audio_output_tokens: usage.audioOutputTokens,
    image_input_tokens: usage.imageInputTokens,
    image_output_tokens: usage.imageOutputTokens,
  };
}
