import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { readChoices, readFlag, readObject, readPositiveInteger, requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/**
 * Reads a request of the old Completions. A prompt is a string, token numbers, or several of either; each is
 * answered `n` times, out of `best_of` that are all generated and billed.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readCompletionsFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  const isStreaming = readFlag(body, 'stream');
  const streamOptions = readObject(body, 'stream_options');
  const perPrompt = Math.max(readChoices(body, 'n'), readChoices(body, 'best_of'));
  const estimate = estimateInput(body);
  return {
    model,
    isStreaming,
    maxOutputTokens: readPositiveInteger(body, 'max_tokens'),
    choices: perPrompt * countPrompts(body.prompt),
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: false,
    wantsStreamUsage: isStreaming && streamOptions?.include_usage === true,
  };
}

function countPrompts(prompt: unknown): number {
  if (prompt === undefined || prompt === null || typeof prompt === 'string') {
    return 1;
  }
  if (!Array.isArray(prompt) || prompt.length === 0) {
    throw invalidField('prompt', 'must be a string or a non-empty array');
  }
  return prompt.every((token) => typeof token === 'number') ? 1 : prompt.length;
}
