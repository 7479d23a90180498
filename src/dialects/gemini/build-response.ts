import type { CanonicalResponse, Choice } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Cited, clientPart } from './client-parts.ts';
import { finishWords } from './finish-reasons.ts';
import { groundingWords } from './grounding.ts';
import { logprobsWords } from './logprobs.ts';
import { usageWords } from './usage-words.ts';

/** Writes a complete answer of `generateContent` for a client of `dialect`. */
export function buildGeminiResponse(
  { choices, measured }: CanonicalResponse,
  context: AnswerContext,
  dialect: string,
): JsonObject {
  return {
    candidates: choices.map((choice) => candidateOf(choice, dialect)),
    ...(measured === null ? {} : { usageMetadata: usageWords(measured, context.costOf) }),
    modelVersion: context.model,
    responseId: context.answerId,
  };
}

function candidateOf({ index, parts, finish, logprobs }: Choice, dialect: string): JsonObject {
  const written: JsonObject[] = [];
  const cited: Cited[] = [];
  for (const part of parts) {
    const words = clientPart(part, dialect);
    if (words !== null && part.type === 'text') {
      const place = { part: written.length, text: part.text };
      cited.push(...part.citations.map((citation) => ({ citation, ...place })));
    }
    written.push(...(words === null ? [] : [words]));
  }
  return {
    content: { parts: written, role: 'model' },
    ...finishWords(finish),
    index,
    ...groundingWords(cited),
    ...(logprobs === null ? {} : logprobsWords(logprobs)),
  };
}
