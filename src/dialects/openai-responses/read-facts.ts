import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { readFlag, readPositiveInteger, requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/** Members that bring input of their own, so that `input` may be absent. */
const STORED_INPUT = ['previous_response_id', 'conversation', 'prompt'] as const;

/**
 * Reads a Responses request.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readResponsesFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  const hasStoredInput = STORED_INPUT.some((member) => (body[member] ?? null) !== null);
  checkInput(body.input ?? null, hasStoredInput);
  const isStreaming = readFlag(body, 'stream');
  const maxOutputTokens = readPositiveInteger(body, 'max_output_tokens');
  const estimate = estimateInput(body);
  return {
    model,
    isStreaming,
    maxOutputTokens,
    choices: 1,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: hasStoredInput || estimate.hasPointers,
    wantsStreamUsage: isStreaming,
  };
}

function checkInput(input: unknown, hasStoredInput: boolean): void {
  if (input === null && hasStoredInput) {
    return;
  }
  if (typeof input !== 'string' && !Array.isArray(input)) {
    throw invalidField('input', 'must be a string or an array');
  }
}
