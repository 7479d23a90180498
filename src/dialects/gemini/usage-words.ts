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
  const candidatesTokenCount = totalOutputTokens(usage) - usage.reasoningTokens;
  return {
    promptTokenCount,
    candidatesTokenCount,
    totalTokenCount: promptTokenCount + totalOutputTokens(usage),
    ...(usage.reasoningTokens === 0 ? {} : { thoughtsTokenCount: usage.reasoningTokens }),
    ...(usage.cacheReadTokens === 0 ? {} : { cachedContentTokenCount: usage.cacheReadTokens }),
    ...modalities('promptTokensDetails', promptTokenCount, {
      AUDIO: usage.audioInputTokens,
      IMAGE: usage.imageInputTokens,
    }),
    ...modalities('candidatesTokensDetails', candidatesTokenCount, {
      AUDIO: usage.audioOutputTokens,
      IMAGE: usage.imageOutputTokens,
    }),
    cost: Number(costOf(measured)),
  };
}

/** The counts by what was counted; nothing where all of it is text. */
function modalities(field: string, total: number, counts: Readonly<Record<string, number>>): JsonObject {
  const others = Object.entries(counts).filter(([, tokenCount]) => tokenCount > 0);
  if (others.length === 0) {
    return {};
  }
  const text = others.reduce((rest, [, tokenCount]) => rest - tokenCount, total);
  const details = others.map(([modality, tokenCount]) => ({ modality, tokenCount }));
  return { [field]: [{ modality: 'TEXT', tokenCount: text }, ...details] };
}
