import type { Clock } from '../core/clock.ts';
import { Refusal } from '../core/refusal.ts';
import { createTokenBuckets } from '../keys/index.ts';

/** Whom an attempt counts against. */
export interface Attempt {
  /** Where it comes from. */
  readonly client: string;
  /** Whose password or code it may be guessing; null for nobody's. */
  readonly account: string | null;
  /** Who may get a mail of it; null for nobody. */
  readonly mailbox: string | null;
}

/** Counts attempts, in memory and for a bounded number of callers. */
export interface Attempts {
  /**
   * Counts an attempt before it is made, so that many at once pass no limit. Calling what it returns takes
   * the attempt back, for one that succeeded; mails stay counted.
   * @throws {Refusal} `rate_limit_exceeded`, whether or not there is such an account.
   */
  take(attempt: Attempt): () => void;
}

/** A whole office signs in from one address. */
const PER_CLIENT = { capacity: 30, refillPerSecond: 0.2, maxCallers: 20_000 };
/** Ten guesses, then one more every minute and a half: the account stays usable to its owner. */
const PER_ACCOUNT = { capacity: 10, refillPerSecond: 1 / 90, maxCallers: 20_000 };
/** Five mails, then one more every ten minutes. */
const PER_MAILBOX = { capacity: 5, refillPerSecond: 1 / 600, maxCallers: 20_000 };

/** The limits of one process. */
export function createAttempts(clock: Clock): Attempts {
  const limits = [
    { whose: 'client', buckets: createTokenBuckets(PER_CLIENT, clock), bounds: PER_CLIENT },
    { whose: 'account', buckets: createTokenBuckets(PER_ACCOUNT, clock), bounds: PER_ACCOUNT },
    { whose: 'mailbox', buckets: createTokenBuckets(PER_MAILBOX, clock), bounds: PER_MAILBOX },
  ] as const;
  return {
    take(attempt) {
      const asked = limits.flatMap(({ whose, buckets, bounds }) => {
        const caller = attempt[whose];
        return caller === null ? [] : [{ whose, caller, buckets, bounds }];
      });
      const full = asked.find(({ caller, buckets }) => !buckets.has(caller));
      if (full !== undefined) {
        throw new Refusal('rate_limit_exceeded', { retryAfterS: Math.ceil(1 / full.bounds.refillPerSecond) });
      }
      for (const { caller, buckets } of asked) {
        buckets.take(caller);
      }
      return () => {
        for (const { whose, caller, buckets } of asked) {
          if (whose !== 'mailbox') {
            buckets.give(caller);
          }
        }
      };
    },
  };
}
