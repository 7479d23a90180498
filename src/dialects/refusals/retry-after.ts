import type { Refusal } from '../../core/refusal.ts';

/** What a client waits when the place that refused knows nothing better, in seconds. */
const DEFAULT_RETRY_AFTER_S = 1;

/**
 * Whole seconds after which trying again makes sense; null when it makes none. Rate limits and 503 always
 * say one, because clients without one retry at once.
 */
export function retryAfterS(refusal: Refusal): number | null {
  if (refusal.retryAfterS !== null) {
    return Math.max(1, Math.ceil(refusal.retryAfterS));
  }
  return refusal.kind === 'rate_limit' || refusal.status === 503 ? DEFAULT_RETRY_AFTER_S : null;
}
