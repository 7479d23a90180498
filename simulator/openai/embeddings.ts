import { embeddingBase64, embeddingOf } from '../embedding.ts';
import { bodyOf, type Call, Refusal, type WholeReply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { readCount, requireModel } from './request-fields.ts';

/** Inputs as OpenAI takes them: a text, texts, a list of token numbers, or several such lists. */
type Input = { readonly text: string; readonly tokens: number };

/** `POST /embeddings`, as arrays of numbers or as base64. */
export function answerEmbeddings(call: Call): WholeReply {
  const body = bodyOf(call);
  const model = requireModel(body);
  const inputs = readInputs(body.input);
  const dimensions = Math.min(readCount(body, 'dimensions', 1) ?? 1536, 3072);
  const asBase64 = body.encoding_format === 'base64';
  const data = inputs.map(({ text }, index) => {
    const vector = embeddingOf(text, dimensions);
    return { object: 'embedding', index, embedding: asBase64 ? embeddingBase64(vector) : [...vector] };
  });
  const input = inputs.reduce((sum, { tokens }) => sum + tokens, 0);
  const usage = call.omitUsage ? undefined : { prompt_tokens: input, total_tokens: input };
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify({ object: 'list', data, model, usage }),
    charge: { kind: 'embeddings', model, prompt: { ...noTokens(), input } },
  };
}

function readInputs(value: unknown): Input[] {
  if (typeof value === 'string' && value !== '') return [ofText(value)];
  if (!Array.isArray(value) || value.length === 0) {
    throw new Refusal(400, "'$.input' is invalid. Please check the API reference.", 'input');
  }
  if (value.every((entry) => typeof entry === 'number')) return [ofNumbers(value)];
  return value.map((entry) => (Array.isArray(entry) ? ofNumbers(entry) : ofText(String(entry))));
}

function ofText(text: string): Input {
  return { text, tokens: tokensOf(text) };
}

function ofNumbers(numbers: readonly unknown[]): Input {
  return { text: numbers.join(' '), tokens: numbers.length };
}
