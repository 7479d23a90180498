import { embeddingOf } from '../embedding.ts';
import { asList, asNumber, asObject, type JsonObject } from '../json-shape.ts';
import { bodyOf, type Call, Refusal, type WholeReply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { partsText } from './contents.ts';

/** Numbers of a vector when the request does not say. */
const DIMENSIONS = 768;

/** `models/{model}:embedContent` and `:batchEmbedContents`. */
export function answerEmbed(call: Call, model: string, isBatch: boolean): WholeReply {
  const body = bodyOf(call);
  const requests = isBatch ? asList(body.requests).map((entry) => asObject(entry) ?? {}) : [body];
  if (requests.length === 0)
    throw new Refusal(400, '* BatchEmbedContentsRequest.requests: requests is not specified\n');
  const results = requests.map(embedOne);
  const input = results.reduce((sum, { tokens }) => sum + tokens, 0);
  const embeddings = results.map(({ values }) => ({ values }));
  const usageMetadata = call.omitUsage ? undefined : { promptTokenCount: input };
  const answer = isBatch ? { embeddings, usageMetadata } : { embedding: embeddings[0], usageMetadata };
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify(answer),
    charge: { kind: 'embed_content', model, prompt: { ...noTokens(), input } },
  };
}

function embedOne(request: JsonObject): { values: number[]; tokens: number } {
  if (asObject(request.content) === undefined) {
    throw new Refusal(400, '* EmbedContentRequest.content: content is not specified\n');
  }
  const text = partsText(request.content);
  const dimensions = Math.max(1, Math.min(asNumber(request.outputDimensionality) ?? DIMENSIONS, 3072));
  return { values: [...embeddingOf(text, dimensions)], tokens: tokensOf(text) };
}
