import type { CanonicalField, CanonicalRequest, OutputFormat } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { thinkingWords } from './thinking-config.ts';

/** Writes `generationConfig`; null when there is nothing to say. What cannot be said is added to `dropped`. */
export function writeGenerationConfig(
  request: CanonicalRequest,
  model: string,
  dropped: CanonicalField[],
): JsonObject | null {
  const { reasoning, logprobs, stopSequences } = request;
  const thinking = reasoning === null ? null : thinkingWords(reasoning, model);
  if (thinking?.isGranted === false) {
    dropped.push('reasoning');
  }
  return withoutNulls({
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    candidateCount: request.choices,
    maxOutputTokens: request.maxOutputTokens,
    stopSequences: stopSequences.length === 0 ? null : stopSequences,
    seed: request.seed,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    responseLogprobs: logprobs === null ? null : true,
    // Zero alternatives are the default, and refused when said.
    logprobs: logprobs === 0 ? null : logprobs,
    ...formatWords(request.outputFormat),
    thinkingConfig: thinking?.config ?? null,
  });
}

function formatWords(format: OutputFormat | null): JsonObject {
  switch (format?.type) {
    case 'json':
      return { responseMimeType: 'application/json' };
    case 'json-schema':
      return { responseMimeType: 'application/json', responseJsonSchema: format.schema };
    case 'text':
      return { responseMimeType: 'text/plain' };
    default:
      return {};
  }
}

function withoutNulls(config: JsonObject): JsonObject | null {
  const said = Object.entries(config).filter(([, value]) => value !== null);
  return said.length === 0 ? null : Object.fromEntries(said);
}
