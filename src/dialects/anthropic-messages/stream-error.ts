import type { Refusal } from '../../core/refusal.ts';
import { eventFrame } from '../frame-text.ts';
import { messagesRefusal } from '../refusals/messages.ts';

/** The in-band error of a Messages stream: the envelope of any other error, as an event. */
export function messagesStreamError(refusal: Refusal, requestId: string): Buffer {
  return eventFrame('error', messagesRefusal.body(refusal, requestId));
}
