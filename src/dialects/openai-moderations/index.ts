import type { CallFacts, JsonObject, Operation } from '../dialect.ts';
import { estimateNothing } from '../estimate-answer.ts';
import { requireText } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';
import { inputOnlyFacts } from '../input-only-facts.ts';
import { modelEdit } from '../model-edit.ts';
import { embeddings } from '../openai-embeddings/index.ts';

/** What OpenAI takes where a request names no model, as most of its clients do. */
const USUAL_MODEL = 'omni-moderation-latest';

/**
 * `POST /v1/moderations` (platform.openai.com/docs/api-reference/moderations). Vendors give it away, so it is
 * served for nothing where nobody set a price. Its answers have no usage.
 */
export const moderations: Operation = {
  ...embeddings,
  name: 'moderations',
  dialect: 'openai-moderations',
  isFreeUnpriced: true,
  readFacts,
  upstreamPath: () => '/moderations',
  bodyEdits: modelEdit,
  estimateAnswerTokens: estimateNothing,
};

/** @throws {Refusal} `invalid_request` naming the field at fault. */
function readFacts(body: JsonObject): CallFacts {
  const model = requireText({ model: USUAL_MODEL, ...body }, 'model');
  const estimate = estimateInput(body);
  return { ...inputOnlyFacts(model, estimate), hasUnseenInput: estimate.hasPointers };
}
