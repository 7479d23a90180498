import { NO_USAGE } from '../../canonical/usage.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { requireModel, requireText } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/**
 * Speech counts about 1.4 tokens a letter (OpenAI prices a minute of `gpt-4o-mini-tts`, some 900 letters, at
 * 1,250 tokens); scripts of three bytes a letter take three times as long to say. Slow speech is longer.
 */
const TOKENS_PER_BYTE = 1.5;
const TOKENS_PER_BYTE_CEILING = 4;

/**
 * Reads a request for speech. The sound that comes back says nothing of what it cost, so what is said is
 * counted here: characters as vendors price them, one for each code point, and tokens by our own estimate.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readSpeechFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  const input = requireText(body, 'input');
  const estimate = estimateInput(body);
  const bytes = Buffer.byteLength(input);
  const pieces = [{ kind: 'character' as const, count: codePoints(input), size: null }];
  return {
    model,
    isStreaming: body.stream_format === 'sse',
    maxOutputTokens: Math.ceil(bytes * TOKENS_PER_BYTE_CEILING),
    choices: 1,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: false,
    wantsStreamUsage: true,
    hasOpaqueAnswer: true,
    piecesCeiling: pieces,
    estimatedPieces: pieces,
    estimatedUsage: {
      ...NO_USAGE,
      inputTokens: estimate.tokens,
      audioOutputTokens: Math.ceil(bytes * TOKENS_PER_BYTE),
    },
  };
}

/** Halves of surrogate pairs count once for both. */
function codePoints(text: string): number {
  let count = 0;
  for (const _character of text) {
    count += 1;
  }
  return count;
}
