import { invalidField } from '../../core/refusal.ts';
import type { CallAddress, CallFacts, JsonObject } from '../dialect.ts';
import { largerLimit, readChoices, readObject, readPositiveInteger, requireArray } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/**
 * Reads a request to generate. Google's JSON takes every field in camelCase and in snake_case, so both are
 * read: a limit or a pointer in the other spelling counts just the same.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readGenerateFacts(body: JsonObject, address: CallAddress, isStreaming: boolean): CallFacts {
  requireArray(body, 'contents');
  const cached = body.cachedContent ?? body.cached_content ?? null;
  let maxOutputTokens: number | null = null;
  let choices = 1;
  for (const name of ['generationConfig', 'generation_config']) {
    const config = readObject(body, name) ?? {};
    for (const field of ['maxOutputTokens', 'max_output_tokens']) {
      const limit = readPositiveInteger(config, field, `${name}.${field}`);
      maxOutputTokens = largerLimit(maxOutputTokens, limit);
    }
    for (const field of ['candidateCount', 'candidate_count']) {
      choices = Math.max(choices, readChoices(config, field, `${name}.${field}`));
    }
  }
  const facts = readInputFacts(body, address);
  return {
    ...facts,
    isStreaming,
    maxOutputTokens,
    choices,
    hasUnseenInput: facts.hasUnseenInput || cached !== null,
    wantsStreamUsage: isStreaming,
  };
}

/**
 * Reads a request that writes nothing: counting tokens, embedding one content.
 * @throws {Refusal} `invalid_request` when the path names no model.
 */
export function readInputFacts(body: JsonObject, address: CallAddress): CallFacts {
  const estimate = estimateInput(body);
  return {
    model: modelOf(address),
    isStreaming: false,
    maxOutputTokens: 0,
    choices: 1,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: estimate.hasPointers,
    wantsStreamUsage: false,
  };
}

/**
 * Reads a request to embed several contents.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readBatchEmbedFacts(body: JsonObject, address: CallAddress): CallFacts {
  requireArray(body, 'requests');
  return readInputFacts(body, address);
}

/** The model stands in the path, which a client may have written with dots that lead elsewhere. */
function modelOf(address: CallAddress): string {
  const model = address.model ?? '';
  if (model === '' || model.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw invalidField('model', 'must be the name of a model in the path');
  }
  return model;
}
