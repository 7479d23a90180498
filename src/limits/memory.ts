import { createSlotList } from '../core/slot-list.ts';
import type { Admissions, Claim, Collected, Rejection } from './admissions.ts';
import { hasPlace, joinLine, leaveLine, nextInLine } from './concurrency-gate.ts';
import { type CountersOptions, createCounters } from './counters.ts';
import type { KeyCounters } from './key-counters.ts';
import { createLongHolds } from './long-holds.ts';
import { correctTokens, hasMinuteLimit, judgeMinute, ratesOf, takeMinute } from './minute-limits.ts';
import { capture, judgeMoney, takeHold } from './money-counters.ts';

const NOTHING: Collected = { chargeNano: 0, uncollectedNano: 0 };

/**
 * Admissions of one process: plain counters, changed in one step between two turns of the event loop, so
 * that no two claims can see the same money, the same place or the same token. Settling a claim that is not
 * outstanding, claiming the same claim twice, and claiming of a key that was not opened are errors of the
 * caller and throw.
 */
export function createMemoryAdmissions(options: CountersOptions): Admissions {
  const { clock } = options;
  const nowMs = (): number => clock.nowMs();
  const counters = createCounters(options);
  const outstanding = createSlotList<Claim>();
  const longHolds = createLongHolds(clock);

  return {
    ...counters,
    admit(claim) {
      if (outstanding.has(claim)) {
        throw new Error('this claim was admitted already');
      }
      const key = keyOf(claim);
      key.wasUsed = true;
      key.gate.limit = claim.limits.concurrency;
      // Nobody overtakes those who wait, even when the limit was just raised.
      serveLine(key);
      return judgePlace(key) ?? grantIfItFits(key, claim);
    },
    wait(claim, onTurn) {
      const { gate } = keyOf(claim);
      const { queueLimit } = claim.limits;
      return joinLine(gate, { claim, onTurn }, queueLimit)
        ? null
        : { limit: 'queue', allowed: queueLimit, left: 0, asked: 1, held: gate.running, retryAfterS: 1 };
    },
    leave: (claim) => leaveLine(keyOf(claim).gate, (waiting) => waiting.claim === claim),
    settle(claim, costNano, tokens) {
      const key = finish(claim, tokens);
      const isPaid = claim.holdNano > 0 || costNano > 0;
      const collected = isPaid ? capture(key.money, claim, costNano, nowMs) : NOTHING;
      serveLine(key);
      return collected;
    },
    keepHold(claim, taskId) {
      const key = finish(claim, 0);
      const { organizationId, projectId, keyId, startedAtMs, holdNano } = claim;
      longHolds.keep({ taskId, organizationId, projectId, keyId, startedAtMs, holdNano }, key);
      serveLine(key);
    },
    restoreHold: (hold) => longHolds.restore(hold, keyOf(hold)),
    endHold: (taskId, costNano) => longHolds.end(taskId, costNano),
    rates: (keyId, limits) =>
      ratesOf(counters.find(keyId) ?? null, limits, clock.nowMs(), clock.monotonicMs()),
  };

  /** Gives back everything of a claim but its money. */
  function finish(claim: Claim, tokens: number): KeyCounters {
    if (!outstanding.remove(claim)) {
      throw new Error('this claim is not outstanding: it was settled already or never admitted');
    }
    const key = keyOf(claim);
    key.wasUsed = true;
    key.gate.running -= 1;
    if (claim.limits.tpm !== null) {
      correctTokens(key, claim, tokens, clock.monotonicMs());
    }
    return key;
  }

  function grantIfItFits(key: KeyCounters, claim: Claim): Rejection | null {
    const hasRates = hasMinuteLimit(claim.limits);
    const minuteMs = hasRates ? clock.monotonicMs() : 0;
    const rejection =
      (hasRates ? judgeMinute(key, claim, minuteMs) : null) ??
      (claim.holdNano > 0 ? judgeMoney(key.money, claim, nowMs) : null);
    if (rejection === null) {
      key.gate.running += 1;
      if (hasRates) {
        takeMinute(key, claim, minuteMs);
      }
      takeHold(key.money, claim.holdNano);
      outstanding.add(claim);
    }
    return rejection;
  }

  /** Gives free places to those who wait, in the order they came. */
  function serveLine(key: KeyCounters): void {
    let next = nextInLine(key.gate);
    while (next !== undefined) {
      next.onTurn(grantIfItFits(key, next.claim));
      next = nextInLine(key.gate);
    }
  }

  function keyOf({ keyId }: Pick<Claim, 'keyId'>): KeyCounters {
    const key = counters.find(keyId);
    if (key === undefined) {
      throw new Error('a claim needs its key opened first');
    }
    return key;
  }
}

function judgePlace({ gate }: KeyCounters): Rejection | null {
  if (hasPlace(gate)) {
    return null;
  }
  const allowed = gate.limit ?? gate.running;
  return { limit: 'concurrency', allowed, left: 0, asked: 1, held: gate.running, retryAfterS: 1 };
}
