import { createHash } from 'node:crypto';

/**
 * An id for a call that came without one: Gemini leaves `functionCall.id` out, every other dialect needs
 * it. It is made of where the call stands, so that the same call always has the same id and no two calls
 * of a conversation share one.
 */
export function callIdAt(...place: readonly (string | number)[]): string {
  return `call_${createHash('sha256').update(place.join('\n')).digest('hex').slice(0, 24)}`;
}
