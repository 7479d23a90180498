import type { ApiKey, KeyStatus } from './api-key.ts';

/** What a list shows as the status of a key: what is stored, or why an active key refuses to work. */
export type ShownKeyStatus = KeyStatus | 'expired' | 'exhausted';

/** The status of a key at a moment. What a person set comes before what followed by itself. */
export function shownStatusOf(key: ApiKey, nowMs: number): ShownKeyStatus {
  if (key.status !== 'active') {
    return key.status;
  }
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) {
    return 'expired';
  }
  return key.quotaNano !== null && key.quotaUsedNano >= key.quotaNano ? 'exhausted' : 'active';
}
