import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';
import { inputOnlyFacts } from '../input-only-facts.ts';

/**
 * Reads an Embeddings request. Input is a string, strings, or token numbers; an embedding has no output
 * tokens, so its limit is zero.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readEmbeddingsFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  const input = body.input ?? '';
  const isInput = typeof input === 'string' || Array.isArray(input);
  if (!isInput || input.length === 0) {
    throw invalidField('input', 'must be a non-empty string or array');
  }
  return inputOnlyFacts(model, estimateInput(body));
}
