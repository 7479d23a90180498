import type { Refusal } from '../../core/refusal.ts';
import { eventFrame } from '../frame-text.ts';
import { openaiError } from '../refusals/openai.ts';

/** The in-band error of a chat stream. No `[DONE]` follows: a cut stream must not look finished. */
export function chatStreamError(refusal: Refusal): Buffer {
  return eventFrame(null, { error: openaiError(refusal) });
}
