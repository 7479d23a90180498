import { createKeySet, walkJson } from './json-walk.ts';

const KEY_SET = createKeySet(['error']);
const OPEN_BRACE = 0x7b;

/**
 * Whether a complete answer is an error whatever its status says: every dialect has it in a top-level
 * `error`, and compatible upstreams are known to send it with 200. An answer that went well may say
 * `"error":null`.
 */
export function isErrorAnswer(answer: Buffer): boolean {
  let isError = false;
  walkJson(answer, 0, answer.length, KEY_SET, (_key, depth, _keyStart, start, stringEnd) => {
    isError ||= depth === 1 && (answer[start] === OPEN_BRACE || stringEnd > start + 2);
  });
  return isError;
}
