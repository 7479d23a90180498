import type { Refusal } from '../../core/refusal.ts';
import { eventFrame } from '../frame-text.ts';
import { geminiRefusal } from '../refusals/gemini.ts';

/**
 * The in-band error of a Gemini stream. In an array it is one more element and the closing bracket, so that
 * the array stays valid JSON; `elements` is how many went before, null for server-sent events.
 */
export function geminiStreamError(refusal: Refusal, requestId: string, elements: number | null): Buffer {
  const body = geminiRefusal.body(refusal, requestId);
  if (elements === null) {
    return eventFrame(null, body);
  }
  return Buffer.from(`${elements === 0 ? '[' : ','}${JSON.stringify(body)}]`);
}
