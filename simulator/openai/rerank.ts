import { asList, asText } from '../json-shape.ts';
import { bodyOf, type Call, Refusal, type WholeReply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { readCount, requireModel } from './request-fields.ts';

/** `POST /rerank` as Jina has it: documents by the words they share with the query. */
export function answerRerank(call: Call): WholeReply {
  const body = bodyOf(call);
  const model = requireModel(body);
  const query = asText(body.query);
  const documents = asList(body.documents).map((entry) =>
    typeof entry === 'string' ? entry : JSON.stringify(entry),
  );
  if (query === undefined || documents.length === 0) {
    throw new Refusal(400, 'query and documents are required');
  }
  const words = new Set(query.toLowerCase().split(/\W+/));
  const results = documents
    .map((document, index) => {
      const own = document.toLowerCase().split(/\W+/);
      return { index, relevance_score: own.filter((word) => words.has(word)).length / own.length };
    })
    .sort((one, other) => other.relevance_score - one.relevance_score || one.index - other.index)
    .slice(0, readCount(body, 'top_n', 1) ?? documents.length);
  const input = documents.reduce((sum, document) => sum + tokensOf(query) + tokensOf(document), 0);
  const usage = call.omitUsage ? undefined : { total_tokens: input };
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify({ model, usage, results }),
    charge: { kind: 'rerank', model, prompt: { ...noTokens(), input } },
  };
}
