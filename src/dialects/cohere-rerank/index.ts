import { NO_USAGE } from '../../canonical/usage.ts';
import { tapAnswer, type UsageReader } from '../cost-splice.ts';
import type { CallFacts, JsonObject, Operation } from '../dialect.ts';
import { requireArray, requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';
import { inputOnlyFacts } from '../input-only-facts.ts';
import { embeddings } from '../openai-embeddings/index.ts';
import { readCount } from '../usage-counts.ts';

/**
 * `POST /v1/rerank` as Cohere and Jina have it (docs.cohere.com/reference/rerank, jina.ai/reranker): documents
 * ordered by how well they answer a query. Priced by the request or by its input.
 */
export const rerank: Operation = {
  ...embeddings,
  name: 'rerank',
  dialect: 'cohere-rerank',
  readFacts,
  upstreamPath: () => '/rerank',
  readAnswer: (answer, costOf) => tapAnswer(answer, rerankUsage, costOf),
};

/** Jina reports `usage`, with one of the two. Cohere reports search units, which the price of a request covers. */
const rerankUsage: UsageReader = {
  member: 'usage',
  measure(usage, serviceTier) {
    const inputTokens = readCount(usage, 'total_tokens') ?? readCount(usage, 'prompt_tokens');
    return inputTokens === null ? null : { usage: { ...NO_USAGE, inputTokens }, serviceTier };
  },
};

/** @throws {Refusal} `invalid_request` naming the field at fault. */
function readFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  const documents = requireArray(body, 'documents');
  const all = estimateInput(body);
  // The query is read again with each document.
  const query = estimateInput({ query: body.query });
  return inputOnlyFacts(model, {
    tokens: all.tokens + query.tokens * documents.length,
    tokensCeiling: all.tokensCeiling + query.tokensCeiling * documents.length,
    hasPointers: false,
  });
}
