import type { Measured, Usage, UsageSource } from '../../canonical/usage.ts';
import { NO_USAGE, totalOutputTokens } from '../../canonical/usage.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { CallFacts } from '../../dialects/index.ts';

/** What became of one attempt, with everything given to the client but the last bytes. */
export interface Delivery {
  /** `failed` when the upstream did not do its part, whatever was delivered before. */
  readonly state: 'settled' | 'failed';
  /** The HTTP status of the client's answer; 499 when it left before there was one. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly upstreamStatus: number | null;
  readonly clientGone: boolean;
  readonly measured: Measured;
  readonly usageSource: UsageSource;
  /** On the monotonic clock; null when nothing came. */
  readonly firstByteAtMs: number | null;
  /** Thrown by the pipeline after the record is on disk, where the client has got nothing yet. */
  readonly refusal: Refusal | null;
  /** Gives the client the last bytes. Called once, when the record is on disk. */
  finish(headers: DeliveryHeaders): void;
}

/** Headers that are known only after the settlement; an answer whose head is out ignores them. */
export type DeliveryHeaders = readonly (string | number)[];

/** The use of an answer that came whole, with the upstream's own count or without one. */
export function wholeUse(
  measured: Measured | null,
  facts: CallFacts,
  estimatedOutputTokens: number,
): { measured: Measured; usageSource: UsageSource } {
  return measured === null
    ? deliveredUse(null, facts, estimatedOutputTokens)
    : { measured, usageSource: 'upstream' };
}

/**
 * The use of an answer that was cut: what the upstream counted until then, and never less output than
 * was delivered. The count of an early frame is a placeholder, so it cannot stand alone.
 */
export function deliveredUse(
  measured: Measured | null,
  facts: CallFacts,
  deliveredOutputTokens: number,
): { measured: Measured; usageSource: UsageSource } {
  const counted: Usage = measured?.usage ?? { ...NO_USAGE, inputTokens: facts.estimatedInputTokens };
  const missing = Math.max(0, deliveredOutputTokens - totalOutputTokens(counted));
  return {
    measured: {
      usage: { ...counted, outputTokens: counted.outputTokens + missing },
      serviceTier: measured?.serviceTier ?? null,
    },
    usageSource: 'estimated',
  };
}

/** Nothing was delivered and nothing is charged. */
export const NO_USE: { measured: Measured; usageSource: UsageSource } = {
  measured: { usage: NO_USAGE, serviceTier: null },
  usageSource: 'none',
};
