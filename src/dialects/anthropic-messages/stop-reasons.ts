import type { Finish, FinishReason } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { readDetails, readWord } from '../usage-counts.ts';

/** What `stop_reason` means (anthropic-sdk-typescript, `StopReason`). */
const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  max_tokens: 'length',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context-full',
};

/**
 * What each reason is called. The Messages API has no word for an answer that failed; `refusal` is the one
 * that clients show, and it has a place for the upstream's explanation.
 */
const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  'tool-calls': 'tool_use',
  length: 'max_tokens',
  'context-full': 'model_context_window_exceeded',
  'content-filter': 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  failed: 'refusal',
};

/**
 * Why the model stopped, from a message or from the `delta` of `message_delta`. Null where it says no
 * reason; one that we do not know is a usual end.
 */
export function readFinish(holder: JsonObject): Finish | null {
  const reason = readWord(holder, 'stop_reason');
  return reason === null
    ? null
    : {
        reason: REASONS[reason] ?? 'stop',
        stopSequence: readWord(holder, 'stop_sequence'),
        explanation: readWord(readDetails(holder, 'stop_details'), 'explanation'),
      };
}

/** What an answer held, as far as it decides the stop reason. */
export interface Said {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
}

/**
 * The members of a message that say why it ended. Upstreams of other dialects say that they just stopped
 * when they call a tool or refuse; clients of this one look at the reason.
 */
export function writeFinish(finish: Finish | null, { hasCalls, hasRefusal }: Said): JsonObject {
  const reason = finish?.reason ?? 'stop';
  const told = reason !== 'stop' ? reason : hasCalls ? 'tool-calls' : hasRefusal ? 'refusal' : reason;
  const word = WORDS[told];
  const explanation = finish?.explanation ?? null;
  return {
    stop_reason: word,
    stop_sequence: finish?.stopSequence ?? null,
    ...(word === 'refusal' ? { stop_details: { type: 'refusal', category: null, explanation } } : {}),
  };
}
