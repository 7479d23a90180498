import { invalidField } from '../../core/refusal.ts';
import type { JsonObject } from '../../dialects/index.ts';

const ANSWERED_AT_ONCE = 'this endpoint answers at once and creates no task';

/**
 * Turns away who asks for a task where there is an answer alone: whoever waits for a callback must not get
 * a picture instead.
 * @throws {Refusal} `invalid_request` naming the field or the header.
 */
export function refuseTask(body: JsonObject, prefer: string | string[] | undefined): void {
  const { async: isAsync = null, callback_url: callbackUrl = null } = body;
  if (isAsync !== null && isAsync !== false && isAsync !== 'false') {
    throw invalidField('async', `must not be true: ${ANSWERED_AT_ONCE}`);
  }
  if (callbackUrl !== null) {
    throw invalidField('callback_url', `is not taken: ${ANSWERED_AT_ONCE}`);
  }
  if (prefersTask(prefer)) {
    throw invalidField('Prefer', `respond-async is not taken: ${ANSWERED_AT_ONCE}`);
  }
}

/** Whether a request for something that may be answered at once asks for a task. */
export function asksForTask(body: JsonObject, prefer: string | string[] | undefined): boolean {
  const { async: isAsync = null, callback_url: callbackUrl = null } = body;
  return isAsync === true || isAsync === 'true' || callbackUrl !== null || prefersTask(prefer);
}

function prefersTask(prefer: string | string[] | undefined): boolean {
  return prefer !== undefined && /(?:^|,)\s*respond-async\s*(?:[,;]|$)/i.test(String(prefer));
}
