import type { Measured } from '../../canonical/usage.ts';
import type { UsageReader } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { readCount, readDetails, readWord } from '../usage-counts.ts';

/**
 * What Messages counted so far. Usage comes in two events, and the second is cumulative: it overwrites the
 * fields it has and never adds (anthropic-sdk-typescript, `MessageDeltaUsage`).
 */
export interface MessagesCounts {
  input: number | null;
  output: number | null;
  /** Whether the output is that of `message_start`, where it is a placeholder. */
  isOutputGuess: boolean;
  cacheRead: number;
  cacheWrite: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  thinking: number;
  webSearches: number;
  serviceTier: string | null;
}

/** Counts of a message that has reported nothing yet. */
export function noMessagesCounts(): MessagesCounts {
  return {
    input: null,
    output: null,
    isOutputGuess: false,
    cacheRead: 0,
    cacheWrite: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    thinking: 0,
    webSearches: 0,
    serviceTier: null,
  };
}

/** Takes over the fields that the usage of `message_start` has: all but the output is final there. */
export function overwriteEarlyCounts(counts: MessagesCounts, usage: JsonObject): void {
  overwriteCounts(counts, usage);
  counts.isOutputGuess = true;
}

/** Takes over the fields a usage has. */
export function overwriteCounts(counts: MessagesCounts, usage: JsonObject): void {
  const written = readDetails(usage, 'cache_creation');
  counts.input = readCount(usage, 'input_tokens') ?? counts.input;
  const output = readCount(usage, 'output_tokens');
  counts.output = output ?? counts.output;
  counts.isOutputGuess &&= output === null;
  counts.cacheRead = readCount(usage, 'cache_read_input_tokens') ?? counts.cacheRead;
  counts.cacheWrite = readCount(usage, 'cache_creation_input_tokens') ?? counts.cacheWrite;
  counts.cacheWrite5m = readCount(written, 'ephemeral_5m_input_tokens') ?? counts.cacheWrite5m;
  counts.cacheWrite1h = readCount(written, 'ephemeral_1h_input_tokens') ?? counts.cacheWrite1h;
  counts.thinking =
    readCount(readDetails(usage, 'output_tokens_details'), 'thinking_tokens') ?? counts.thinking;
  counts.webSearches =
    readCount(readDetails(usage, 'server_tool_use'), 'web_search_requests') ?? counts.webSearches;
  counts.serviceTier = readWord(usage, 'service_tier') ?? counts.serviceTier;
}

/**
 * The counts as a measure; null before input or output were reported. `input_tokens` excludes the cache.
 * Cache writes whose life is not said are of five minutes, the default of `cache_control`.
 */
export function measureCounts(counts: MessagesCounts): Measured | null {
  if (counts.input === null || counts.output === null) {
    return null;
  }
  const unsplit = Math.max(0, counts.cacheWrite - counts.cacheWrite5m - counts.cacheWrite1h);
  const reasoningTokens = Math.min(counts.thinking, counts.output);
  return {
    usage: {
      inputTokens: counts.input,
      cacheReadTokens: counts.cacheRead,
      cacheWrite5mTokens: counts.cacheWrite5m + unsplit,
      cacheWrite1hTokens: counts.cacheWrite1h,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: counts.output - reasoningTokens,
      reasoningTokens,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    },
    serviceTier: counts.serviceTier,
    // Absent for most, so that they are charged by tokens alone without another look.
    ...(counts.webSearches === 0
      ? {}
      : { pieces: [{ kind: 'web_search' as const, count: counts.webSearches, size: null }] }),
    ...(counts.isOutputGuess ? { isGuess: true as const } : {}),
  };
}

/** Usage of a whole answer. */
export const messagesUsage: UsageReader = {
  member: 'usage',
  measure(usage) {
    const counts = noMessagesCounts();
    overwriteCounts(counts, usage);
    return measureCounts(counts);
  },
};
