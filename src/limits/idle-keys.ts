import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import { isAtRest, type KeyCounters } from './key-counters.ts';

/** Longer than a request may take from the look-up of its key to its claim, and than a minute's window. */
const IDLE_MS = 15 * 60_000;
/** More than one, so that the hand goes round faster than keys come. */
const LOOKS_PER_KEY = 4;

/** Lets go of keys that nobody uses, so that their number stays near that of the keys in use. */
export interface IdleKeys {
  /** Looks at a few keys, the next ones each time. Called for every key that comes. */
  sweep(): void;
}

/**
 * A hand that goes round over the keys. It takes what it twice found unused and at rest, the second time
 * long after the first, when whoever keeps keys in memory says that a next use would read it anew. So a use
 * costs no look at the clock.
 */
export function createIdleKeys(
  keys: Map<Id<'key'>, KeyCounters>,
  clock: Clock,
  mayForget: (keyId: Id<'key'>) => boolean,
): IdleKeys {
  let hand = keys.entries();
  return {
    sweep() {
      const nowMs = clock.monotonicMs();
      for (let looks = 0; looks < LOOKS_PER_KEY; looks += 1) {
        const { value, done } = hand.next();
        if (done === true) {
          hand = keys.entries();
          return;
        }
        const [keyId, key] = value;
        if (key.wasUsed || !isAtRest(key)) {
          key.wasUsed = false;
          key.idleSinceMs = nowMs;
        } else if (nowMs - key.idleSinceMs >= IDLE_MS && mayForget(keyId)) {
          keys.delete(keyId);
        }
      }
    },
  };
}
