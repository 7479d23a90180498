import { type Measured, NO_USAGE } from '../../canonical/usage.ts';
import type { UsageReader } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readCount, splitTotal } from '../usage-counts.ts';

/**
 * Usage of Gemini (js-genai, `GenerateContentResponseUsageMetadata`): `promptTokenCount` includes cached
 * tokens, `candidatesTokenCount` excludes thoughts, what tools read counts beside the prompt. Counts of
 * zero are left out of the JSON.
 */
export const geminiUsage: UsageReader = { member: 'usageMetadata', measure };

function measure(usage: JsonObject): Measured | null {
  const prompt = readCount(usage, 'promptTokenCount');
  const candidates = readCount(usage, 'candidatesTokenCount');
  const thoughts = readCount(usage, 'thoughtsTokenCount');
  if (prompt === null && candidates === null && thoughts === null) {
    return null;
  }
  const cached = readCount(usage, 'cachedContentTokenCount') ?? 0;
  const freshAudio =
    countOf(usage, 'promptTokensDetails', 'AUDIO') - countOf(usage, 'cacheTokensDetails', 'AUDIO');
  const read = splitTotal(prompt ?? 0, [cached, Math.max(0, freshAudio)]);
  const written = splitTotal(candidates ?? 0, [
    countOf(usage, 'candidatesTokensDetails', 'AUDIO'),
    countOf(usage, 'candidatesTokensDetails', 'IMAGE'),
  ]);
  return {
    usage: {
      ...NO_USAGE,
      inputTokens: read.rest + (readCount(usage, 'toolUsePromptTokenCount') ?? 0),
      cacheReadTokens: read.parts[0] ?? 0,
      audioInputTokens: read.parts[1] ?? 0,
      outputTokens: written.rest,
      reasoningTokens: thoughts ?? 0,
      audioOutputTokens: written.parts[0] ?? 0,
      imageOutputTokens: written.parts[1] ?? 0,
    },
    serviceTier: null,
  };
}

function countOf(usage: JsonObject, field: string, modality: string): number {
  const details = usage[field];
  let count = 0;
  for (const detail of Array.isArray(details) ? details : []) {
    if (isJsonObject(detail) && detail.modality === modality) {
      count += readCount(detail, 'tokenCount') ?? 0;
    }
  }
  return count;
}
