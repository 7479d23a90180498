import type { JsonObject } from '../../../dialects/index.ts';
import type { MediaAnswer, Submitted } from '../media-adapter.ts';
import { numberIn, objectIn, textIn } from '../read-json.ts';
import { retryAfterOf } from '../read-refusal.ts';

/**
 * What MiniMax says in `base_resp`, mostly with status 200 whatever happened
 * (platform.minimax.io/docs/api-reference/errorcode).
 */
type Meaning = 'fine' | 'content' | 'caller' | 'account' | 'busy' | 'failed';

const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [0, 'fine'],
  [1_002, 'busy'],
  [1_004, 'account'],
  [1_008, 'account'],
  [1_026, 'content'],
  [1_027, 'content'],
  [1_033, 'failed'],
  [1_039, 'busy'],
  [1_041, 'busy'],
  [2_013, 'caller'],
  [2_049, 'account'],
  [2_056, 'account'],
]);

/** The code of an answer; null where it has none. */
export function codeOf(body: JsonObject): number | null {
  return numberIn(objectIn(body, 'base_resp'), 'status_code');
}

/** Whether a code speaks of the vendor's policy. */
export function isContentCode(code: number | null): boolean {
  return MEANINGS.get(code ?? -1) === 'content';
}

/** The sentence of an answer. */
export function sentenceOf(body: JsonObject, otherwise: string): string {
  return textIn(objectIn(body, 'base_resp'), 'status_msg') ?? otherwise;
}

/** What an answer that starts nothing means; null for one that went well. */
export function readTrouble(answer: MediaAnswer, body: JsonObject): Submitted | null {
  const code = codeOf(body);
  const meaning = code === null ? null : (MEANINGS.get(code) ?? 'failed');
  const message = sentenceOf(body, `The upstream answered ${answer.status}`);
  switch (meaning) {
    case 'fine':
      return null;
    case 'content':
      return { kind: 'refused', failure: 'content_policy', message, mayGoElsewhere: false };
    case 'caller':
      return { kind: 'refused', failure: 'invalid_input', message, mayGoElsewhere: false };
    case 'account':
    case 'failed':
      return { kind: 'refused', failure: 'upstream_error', message, mayGoElsewhere: true };
    case 'busy': {
      const seconds = retryAfterOf(answer);
      return { kind: 'busy', retryAfterMs: seconds === null ? null : seconds * 1_000 };
    }
    case null:
      return { kind: 'unreadable', reason: `the upstream answered ${answer.status} without a code` };
  }
}
