import { type AttemptRecord, priceOf } from '../../billing/index.ts';
import type { NanoUsd } from '../../core/money.ts';
import type { Call } from '../../dialects/index.ts';
import type { Way } from './choose.ts';
import { type Delivery, deliveredUse } from './delivery.ts';
import type { Settlement } from './settle.ts';

/** A multiplier that changes nothing. */
const PPM_ONE = 1_000_000;

/** An attempt that is over. */
export interface MadeAttempt extends Way {
  readonly delivery: Delivery;
  /** On the wall clock. */
  readonly startedAtMs: number;
  /** On the monotonic clock. */
  readonly sentAtMs: number;
  readonly endedAtMs: number;
}

/** What is kept of an attempt; `settlement` is that of the request where its answer was the client's. */
export function attemptRecord(call: Call, made: MadeAttempt, settlement: Settlement | null): AttemptRecord {
  const { delivery, sentAtMs } = made;
  const { firstByteAtMs } = delivery;
  return {
    channelId: made.candidate.offer.channel.id,
    status: delivery.clientGone ? 'aborted' : delivery.state === 'settled' ? 'succeeded' : 'failed',
    upstreamStatus: delivery.upstreamStatus,
    errorCode: delivery.errorCode,
    startedAtMs: made.startedAtMs,
    firstByteMs: firstByteAtMs === null ? null : Math.round(firstByteAtMs - sentAtMs),
    totalMs: Math.round(made.endedAtMs - sentAtMs),
    upstreamCostNano: upstreamCost(call, made, settlement),
  };
}

/**
 * What the upstream probably charges, before any multiplier of ours; null when nobody knows its price. What
 * was refused costs nothing. What began to be answered, or was waited for in vain, costs at least its input.
 */
function upstreamCost(
  call: Call,
  { candidate, delivery }: MadeAttempt,
  settlement: Settlement | null,
): NanoUsd | null {
  const { price, costPrice, multiplierPpm } = candidate.offer;
  if (costPrice === null || !call.operation.isBilled) {
    return null;
  }
  if (delivery.usageSource !== 'none') {
    const isSettled = settlement !== null && multiplierPpm === PPM_ONE && price === costPrice;
    return isSettled ? settlement.costNano : priceOf(delivery.measured, costPrice, PPM_ONE);
  }
  const hasBegun =
    delivery.upstreamStatus === null
      ? delivery.errorCode === 'upstream_timeout'
      : delivery.upstreamStatus < 300;
  return hasBegun ? priceOf(deliveredUse(null, call.facts, 0).measured, costPrice, PPM_ONE) : 0;
}
