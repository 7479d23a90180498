import type { Finish, FinishReason } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { readWord } from '../usage-counts.ts';

/** Reasons for which Google holds an answer back (js-genai, `FinishReason`). */
const FILTERS: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
]);

const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  'tool-calls': 'STOP',
  pause: 'STOP',
  length: 'MAX_TOKENS',
  'context-full': 'MAX_TOKENS',
  'content-filter': 'SAFETY',
  refusal: 'SAFETY',
  failed: 'OTHER',
};

/** Why a candidate ended. Gemini says `STOP` when it calls functions too; whatever it says newly went wrong. */
export function finishOf(candidate: JsonObject, hasCalls: boolean): Finish | null {
  const word = readWord(candidate, 'finishReason');
  if (word === null || word === 'FINISH_REASON_UNSPECIFIED') {
    return null;
  }
  const isUsual = word === 'STOP' || word === 'MAX_TOKENS';
  const explanation = readWord(candidate, 'finishMessage') ?? (isUsual ? null : word);
  return { reason: reasonOf(word, hasCalls), stopSequence: null, explanation };
}

function reasonOf(word: string, hasCalls: boolean): FinishReason {
  if (word === 'STOP') {
    return hasCalls ? 'tool-calls' : 'stop';
  }
  if (word === 'MAX_TOKENS') {
    return 'length';
  }
  return FILTERS.has(word) ? 'content-filter' : 'failed';
}

/** Why the prompt was blocked, as the end of the only choice; null where it was not. */
export function blockOf(response: JsonObject): Finish | null {
  const feedback = response.promptFeedback;
  const holder: JsonObject = typeof feedback === 'object' && feedback !== null ? { ...feedback } : {};
  const reason = readWord(holder, 'blockReason');
  return reason === null
    ? null
    : {
        reason: 'content-filter',
        stopSequence: null,
        explanation: readWord(holder, 'blockReasonMessage') ?? reason,
      };
}

/** The members of a candidate that say why it ended. */
export function finishWords(finish: Finish): JsonObject {
  const { reason, explanation } = finish;
  return {
    finishReason: WORDS[reason],
    ...(explanation === null ? {} : { finishMessage: explanation }),
  };
}
