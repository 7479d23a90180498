import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptRecord } from '../../billing/index.ts';
import type { Measured } from '../../canonical/usage.ts';
import { formatUsd } from '../../core/money.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import { createTried, type Failure, nextStep, type RetryPolicy, type Tried } from '../../routing/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { attemptOffer, notSent, ownAnswer } from './attempt.ts';
import { attemptRecord, type MadeAttempt } from './attempt-record.ts';
import { type Choosing, isOneAccount, openWay, otherWay, type Way } from './choose.ts';
import type { Delivery } from './delivery.ts';
import { noteOutcome } from './note-outcome.ts';
import { prepareRequest } from './prepare-request.ts';
import { costOfUse } from './settle.ts';

/** How the attempts of a request ended. */
export interface Journey {
  /** The attempt whose answer the client gets. */
  readonly last: MadeAttempt;
  /** Those before it, which the client knows nothing of. */
  readonly before: readonly AttemptRecord[];
}

/**
 * Asks upstreams until one answers, within the bounds of the retry policy. An attempt follows another only
 * where the client has got nothing of that one.
 */
export async function makeAttempts(
  exchange: Exchange,
  call: Call,
  first: Way,
  choosing: Choosing,
  deps: GatewayDeps,
): Promise<Journey> {
  const policy = policyOf(exchange, first);
  const before: AttemptRecord[] = [];
  let tried: Tried | null = null;
  let isRepeated = false;
  let way = first;
  for (;;) {
    const ordinal = before.length + 1;
    const mayFollow = ordinal < policy.attempts && !isOneAccount(choosing.offers);
    const holdsBack = mayFollow && deps.road.hasOther(choosing.offers, tried, way.candidate);
    const made = await makeAttempt(exchange, call, way, ordinal, holdsBack, deps);
    noteOutcome(exchange, call, made, choosing, deps);
    const { failure, isUnseen } = made.delivery;
    if (failure === null || !isUnseen || exchange.response.destroyed) {
      return { last: made, before };
    }
    const elapsedMs = deps.clock.monotonicMs() - exchange.startedMonotonicMs;
    const next = nextStep(failure, policy, { attempts: ordinal, elapsedMs, isRepeated });
    tried ??= createTried();
    const other =
      next.step === 'again'
        ? await sameWay(exchange, call, choosing, way, next.waitMs)
        : next.step === 'elsewhere'
          ? elsewhere(exchange, call, choosing, way, failure, tried, deps)
          : null;
    if (other === null) {
      return { last: made, before };
    }
    isRepeated = other.candidate === way.candidate;
    before.push(attemptRecord(call, made, null));
    way = other;
  }
}

/** A caller may forbid every attempt but the first. */
function policyOf({ request }: Exchange, { candidate }: Way): RetryPolicy {
  const { retry } = candidate.offer;
  const isForbidden = request.headers['x-turnpike-no-fallback'] === 'true';
  return isForbidden ? { ...retry, attempts: 1 } : retry;
}

async function makeAttempt(
  exchange: Exchange,
  call: Call,
  way: Way,
  ordinal: number,
  holdsBack: boolean,
  deps: GatewayDeps,
): Promise<MadeAttempt> {
  const { candidate, passage } = way;
  const startedAtMs = deps.clock.nowMs();
  const sentAtMs = deps.clock.monotonicMs();
  const madeOf = (delivery: Delivery, endedAtMs = deps.clock.monotonicMs()): MadeAttempt => {
    return { candidate, passage, delivery, startedAtMs, sentAtMs, endedAtMs };
  };
  if (passage.answer !== null) {
    return madeOf(ownAnswer(exchange, passage, passage.answer), sentAtMs);
  }
  const costOf = (measured: Measured) => formatUsd(costOfUse(call, candidate.offer, measured));
  deps.road.begin(candidate);
  try {
    const prepared = prepareRequest(passage, candidate, exchange.request.headers, deps);
    const request = prepared instanceof Promise ? await prepared : prepared;
    const plan = { candidate, passage, request, ordinal, holdsBack, costOf };
    return madeOf(await attemptOffer(exchange, call, plan, deps));
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    return madeOf(notSent(error));
  } finally {
    deps.road.end(candidate);
  }
}

/** The same again after a pause; null when the client left meanwhile. */
async function sameWay(
  exchange: Exchange,
  call: Call,
  choosing: Choosing,
  { candidate }: Way,
  waitMs: number,
): Promise<Way | null> {
  await sleep(waitMs);
  exchange.upstreamWaitMs += waitMs;
  return exchange.response.destroyed ? null : openWay(exchange, call, choosing, candidate);
}

/** A way that was not tried; where the upstream broke, on another channel if there is one. */
function elsewhere(
  exchange: Exchange,
  call: Call,
  choosing: Choosing,
  { candidate }: Way,
  { kind }: Failure,
  tried: Tried,
  deps: GatewayDeps,
): Way | null {
  tried.add(candidate, kind === 'broken');
  return otherWay(exchange, call, choosing, tried, deps);
}
