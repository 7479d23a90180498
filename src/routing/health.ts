import type { Clock } from '../core/clock.ts';
import { type Account, type Rest, WHOLE_ACCOUNT } from './account.ts';
import type { Failure } from './classify-failure.ts';

/** Whether an account may be asked for a model. */
export type Availability =
  /** It is well, or its rest is over and nobody has found out yet whether it is well again. */
  | 'ready'
  /** Left alone while anybody else is there. */
  | 'resting'
  /** Not asked at all. */
  | 'shut';

/** The health of accounts, by model. */
export interface Health {
  availability(account: Account, model: string): Availability;
  /** When a rest is over, on the monotonic clock; 0 for an account that does not rest. */
  restsUntilMs(account: Account, model: string): number;
  /** Called when a request goes out; what just rested is now being probed by it. */
  asked(account: Account, model: string): void;
  succeeded(account: Account, model: string): void;
  failed(account: Account, model: string, failure: Failure): void;
  /** The request came to an end that says nothing about the upstream, such as a client that left. */
  unknown(account: Account, model: string): void;
}

/** The backoff after a first failure that names no time; it doubles with each in a row. */
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 60_000;
/** Credentials that are refused are looked at less often. */
const FIRST_CREDENTIAL_REST_MS = 30_000;
const LONGEST_CREDENTIAL_REST_MS = 600_000;
/** So often in a row an upstream may refuse what it does not want before it is left alone entirely. */
const SHUT_AFTER = 5;
/** A probe that is not over after this no longer keeps others away. */
const LONGEST_PROBE_MS = 30_000;
/** Rests of one account; a client cannot make more, since models are those of the channel. */
const MOST_RESTS = 1_000;

/**
 * Keeps accounts that fail out of the way and lets them come back by themselves: a rest ends by the clock,
 * then one request at a time finds out whether all is well, and its success ends the matter.
 *
 * What fails is asked all the same where nobody else is there, because a request that broke an upstream must
 * not shut others out, and its own words say more than ours. One that names the time until which it wants no
 * requests is shut after a few of them.
 */
export function createHealth({
  clock,
  random,
}: {
  readonly clock: Clock;
  /** A number from 0 to 1, exclusive; spreads the ends of backoffs. */
  readonly random: () => number;
}): Health {
  const nowMs = (): number => clock.monotonicMs();

  function restMs({ kind, waitMs }: Failure, failures: number): number {
    if (waitMs !== null) {
      return waitMs;
    }
    const isCredential = kind === 'credential';
    const first = isCredential ? FIRST_CREDENTIAL_REST_MS : FIRST_REST_MS;
    const longest = isCredential ? LONGEST_CREDENTIAL_REST_MS : LONGEST_REST_MS;
    return Math.min(longest, first * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2);
  }

  return {
    availability(account, model) {
      if (account.rests.size === 0) {
        return 'ready';
      }
      const whole = account.rests.get(WHOLE_ACCOUNT);
      const own = account.rests.get(model);
      return worse(judge(whole, nowMs()), judge(own, nowMs()));
    },
    restsUntilMs({ rests }, model) {
      return Math.max(rests.get(WHOLE_ACCOUNT)?.untilMs ?? 0, rests.get(model)?.untilMs ?? 0);
    },
    asked({ rests }, model) {
      if (rests.size > 0) {
        for (const rest of restsFor(rests, model)) {
          rest.probedAtMs = nowMs();
        }
      }
    },
    succeeded({ rests }, model) {
      if (rests.size > 0) {
        rests.delete(WHOLE_ACCOUNT);
        rests.delete(model);
      }
    },
    failed({ rests }, model, failure) {
      if (failure.kind === 'caller') {
        // An upstream that finds mistakes of a caller is well.
        rests.delete(model);
        rests.delete(WHOLE_ACCOUNT);
        return;
      }
      const key = isOfAccount(failure) ? WHOLE_ACCOUNT : model;
      const failures = (rests.get(key)?.failures ?? 0) + 1;
      if (rests.size >= MOST_RESTS && !rests.has(key)) {
        rests.clear();
      }
      rests.set(key, {
        failures,
        untilMs: nowMs() + restMs(failure, failures),
        code: failure.code,
        isWanted: failure.waitMs === null,
        isRevoked: failure.isRevoked,
        probedAtMs: null,
      });
    },
    unknown({ rests }, model) {
      for (const rest of restsFor(rests, model)) {
        rest.probedAtMs = null;
      }
    },
  };
}

/** A credential is refused for everything; 403 alone may be about one model. */
function isOfAccount({ kind, code, isRevoked }: Failure): boolean {
  return kind === 'credential' && (isRevoked || code !== 'upstream_403');
}

function restsFor(rests: ReadonlyMap<string, Rest>, model: string): Rest[] {
  return [rests.get(WHOLE_ACCOUNT), rests.get(model)].filter((rest) => rest !== undefined);
}

function judge(rest: Rest | undefined, nowMs: number): Availability {
  if (rest === undefined) {
    return 'ready';
  }
  if (rest.isRevoked) {
    return 'shut';
  }
  const isResting = rest.untilMs > nowMs;
  const isProbed = rest.probedAtMs !== null && nowMs - rest.probedAtMs < LONGEST_PROBE_MS;
  if (!isResting && !isProbed) {
    return 'ready';
  }
  return isResting && !rest.isWanted && rest.failures >= SHUT_AFTER ? 'shut' : 'resting';
}

const ORDER: readonly Availability[] = ['ready', 'resting', 'shut'];

function worse(one: Availability, other: Availability): Availability {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}
