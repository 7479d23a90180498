import type { Measured } from '../../canonical/index.ts';
import { totalInputTokens, totalOutputTokens } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';

/**
 * Measured use as `usageMetadata`, with what it cost beside it: the prompt includes what was read from a
 * cache, the candidates exclude the thoughts.
 */
export function usageWords(measured: Measured, costOf: (measured: Measured) => string): JsonObject {
  const { usage } = measured;
  const promptTokenCount = totalInputTokens(usage);
  const candidatesTokenCount = usage.outputTokens + usage.audioOutputTokens;
  return {
    promptTokenCount,
    candidatesTokenCount,
    totalTokenCount: promptTokenCount + totalOutputTokens(usage),
    ...(usage.reasoningTokens === 0 ? {} : { thoughtsTokenCount: usage.reasoningTokens }),
    ...(usage.cacheReadTokens === 0 ? {} : { cachedContentTokenCount: usage.cacheReadTokens }),
    ...modalities('promptTokensDetails', promptTokenCount, usage.audioInputTokens),
    ...modalities('candidatesTokensDetails', candidatesTokenCount, usage.audioOutputTokens),
    cost: Number(costOf(measured)),
  };
}

function modalities(field: string, total: number, audio: number): JsonObject {
  if (audio === 0) {
    return {};
  }
  return {
    [field]: [
      { modality: 'TEXT', tokenCount: total - audio },
      { modality: 'AUDIO', tokenCount: audio },
    ],
  };
}
