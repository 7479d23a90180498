import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { containerEnd, createKeySet, walkJson } from '../json-walk.ts';
import { openFrame } from '../sse-payload.ts';

const KEY_SET = createKeySet(['response']);
const OPEN_BRACE = 0x7b;
const BEFORE = Buffer.from('data: ');
const AFTER = Buffer.from('\n\n');

/** One event of an Antigravity stream as Gemini would send it. What holds no response is as it came. */
export function unwrapGeminiFrame(frame: Buffer): Buffer {
  const payload = openFrame(frame);
  if (typeof payload === 'string') {
    return frame;
  }
  const { bytes, start, end } = payload;
  let at = -1;
  walkJson(bytes, start, end, KEY_SET, (_key, depth, _keyStart, valueStart) => {
    at = depth === 1 && bytes[valueStart] === OPEN_BRACE ? valueStart : at;
  });
  return at === -1 ? frame : Buffer.concat([BEFORE, bytes.subarray(at, containerEnd(bytes, at, end)), AFTER]);
}

/** The response in a parsed event; an error stands there unwrapped. */
export function unwrapResponse(payload: JsonObject): JsonObject {
  return isJsonObject(payload.response) ? payload.response : payload;
}
