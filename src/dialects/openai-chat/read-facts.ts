import type { CallFacts, JsonObject } from '../dialect.ts';
import {
  largerLimit,
  readChoices,
  readFlag,
  readObject,
  readPositiveInteger,
  requireArray,
  requireModel,
} from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/**
 * Reads a Chat Completions request.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readChatFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  requireArray(body, 'messages');
  const isStreaming = readFlag(body, 'stream');
  const streamOptions = readObject(body, 'stream_options');
  const limit = largerLimit(
    readPositiveInteger(body, 'max_tokens'),
    readPositiveInteger(body, 'max_completion_tokens'),
  );
  const choices = readChoices(body, 'n');
  const estimate = estimateInput(body);
  return {
    model,
    isStreaming,
    maxOutputTokens: limit,
    choices,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: estimate.hasPointers,
    wantsStreamUsage: isStreaming && streamOptions?.include_usage === true,
  };
}
