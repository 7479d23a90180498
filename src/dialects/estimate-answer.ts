import { DELIVERED_BYTES_PER_TOKEN } from './delivery-count.ts';
import { createKeySet, jsonTextBytes, walkJson } from './json-walk.ts';

const TEXT_KEYS = createKeySet(['content', 'text', 'reasoning_content', 'refusal', 'thinking', 'arguments']);

/** Counts the text of a complete answer, for an upstream that reports no usage. */
export function estimateAnswer(answer: Buffer): number {
  let textBytes = 0;
  walkJson(answer, 0, answer.length, TEXT_KEYS, (_key, _depth, _keyStart, start, stringEnd) => {
    textBytes += stringEnd === -1 ? 0 : jsonTextBytes(answer, start, stringEnd);
  });
  return Math.ceil(textBytes / DELIVERED_BYTES_PER_TOKEN);
}

/** For answers that hold no text: vectors, counts. */
export function estimateNothing(): number {
  return 0;
}
