import type { CallFacts, JsonObject } from '../dialect.ts';
import { readFlag, readPositiveInteger, requireArray, requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/**
 * Reads a Messages request. `max_tokens` is required by the upstream, which refuses a request without it
 * in its own words.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readMessagesFacts(body: JsonObject): CallFacts {
  const isStreaming = readFlag(body, 'stream');
  return { ...readCommonFacts(body), isStreaming, wantsStreamUsage: isStreaming };
}

/**
 * Reads a request to count tokens: it never streams and writes nothing.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readCountTokensFacts(body: JsonObject): CallFacts {
  return { ...readCommonFacts(body), isStreaming: false, wantsStreamUsage: false, maxOutputTokens: 0 };
}

function readCommonFacts(body: JsonObject): Omit<CallFacts, 'isStreaming' | 'wantsStreamUsage'> {
  const model = requireModel(body);
  requireArray(body, 'messages');
  const maxOutputTokens = readPositiveInteger(body, 'max_tokens');
  const estimate = estimateInput(body);
  return {
    model,
    maxOutputTokens,
    choices: 1,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: estimate.hasPointers,
  };
}
