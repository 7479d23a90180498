import { RETRY_CAUSES, type RetryInput, type TimeoutsInput } from './policy-input.ts';

/** A kind of failure that a request may be moved elsewhere for. */
export type RetryCause = (typeof RETRY_CAUSES)[number];

/** How a request that fails is tried again, and what becomes of one that its client leaves. */
export interface RetryPolicy {
  /** Attempts of one request, the first included. */
  readonly attempts: number;
  /** From the start of the request; later than this no other attempt begins. */
  readonly withinMs: number;
  /** The failures that lead to another attempt. */
  readonly on: readonly RetryCause[];
  /** A first byte later than this ends a session's binding, where another account is there. */
  readonly slowFirstByteMs: number;
  /** Whether the upstream is told to stop, or its answer is read to the end and settled by its usage. */
  readonly onAbort: 'cancel' | 'drain';
}

/** Bounds of time of one attempt; what is left out is the gateway's usual. */
export interface OfferTimeouts {
  readonly firstByteTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly totalTimeoutMs?: number;
}

/** What holds where nobody set anything else. */
const USUAL_RETRY: RetryPolicy = {
  attempts: 3,
  withinMs: 120_000,
  on: RETRY_CAUSES,
  slowFirstByteMs: 20_000,
  onAbort: 'cancel',
};

/** The policy where a channel overrides its group, and both what is usual, field by field. */
export function retryPolicy(group: RetryInput | null, channel: RetryInput | null): RetryPolicy {
  const { attempts, within_ms, on, slow_first_byte_ms, on_abort } = { ...group, ...channel };
  return {
    attempts: attempts ?? USUAL_RETRY.attempts,
    withinMs: within_ms ?? USUAL_RETRY.withinMs,
    on: on ?? USUAL_RETRY.on,
    slowFirstByteMs: slow_first_byte_ms ?? USUAL_RETRY.slowFirstByteMs,
    onAbort: on_abort ?? USUAL_RETRY.onAbort,
  };
}

/** The times of a model on a channel: what is said of it by name wins over what is said of the channel. */
export function offerTimeouts(input: TimeoutsInput | null, upstreamModel: string): OfferTimeouts {
  const { first_byte_ms, idle_ms, total_ms } = { ...input, ...input?.models?.[upstreamModel] };
  return {
    ...(first_byte_ms === undefined ? {} : { firstByteTimeoutMs: first_byte_ms }),
    ...(idle_ms === undefined ? {} : { idleTimeoutMs: idle_ms }),
    ...(total_ms === undefined ? {} : { totalTimeoutMs: total_ms }),
  };
}
