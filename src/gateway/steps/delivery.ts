import type { Measured, PieceCount, Usage, UsageSource } from '../../canonical/usage.ts';
import { NO_USAGE, totalOutputTokens } from '../../canonical/usage.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { CallFacts } from '../../dialects/index.ts';
import type { Verdict } from './routing-failure.ts';

/** What became of one attempt, with everything given to the client but the last bytes. */
export interface Delivery extends Verdict {
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
  /**
   * Gives the client the last bytes. Called once, when the record is on disk; never for an attempt that
   * another one takes the place of.
   */
  finish(headers: DeliveryHeaders): void;
}

/** Headers that are known only after the settlement; an answer whose head is out ignores them. */
export type DeliveryHeaders = readonly (string | number)[];

/**
 * The use of an answer that came whole, with the upstream's own count or without one. A count that was never
 * confirmed is none: an answer that lost the frame with its usage would else cost next to nothing.
 */
export function wholeUse(
  measured: Measured | null,
  facts: CallFacts,
  estimatedOutputTokens: number,
  pieces?: readonly PieceCount[],
): { measured: Measured; usageSource: UsageSource } {
  return measured === null || measured.isGuess === true
    ? deliveredUse(measured, facts, estimatedOutputTokens, pieces)
    : { measured, usageSource: 'upstream' };
}

/**
 * The use of an answer that was cut: what the upstream counted until then, and never less output than
 * was delivered. The count of an early frame is a placeholder, so it cannot stand alone. Pictures and sound
 * are made and billed by the upstream once it has the request, whether or not somebody waits for them.
 */
export function deliveredUse(
  measured: Measured | null,
  facts: Pick<CallFacts, 'estimatedInputTokens' | 'estimatedUsage' | 'estimatedPieces'>,
  deliveredOutputTokens: number,
  pieces: readonly PieceCount[] | undefined = measured?.pieces ?? facts.estimatedPieces,
): { measured: Measured; usageSource: UsageSource } {
  const counted: Usage = measured?.usage ??
    facts.estimatedUsage ?? { ...NO_USAGE, inputTokens: facts.estimatedInputTokens };
  const missing = Math.max(0, deliveredOutputTokens - totalOutputTokens(counted));
  return {
    measured: {
      usage: { ...counted, outputTokens: counted.outputTokens + missing },
      serviceTier: measured?.serviceTier ?? null,
      ...(pieces === undefined ? {} : { pieces }),
    },
    usageSource: 'estimated',
  };
}

/** The use of a stream that failed: what was delivered, if anything, and nothing of what never came. */
export function failedUse(
  measured: Measured | null,
  { estimatedInputTokens }: CallFacts,
  deliveredOutputTokens: number,
): { measured: Measured; usageSource: UsageSource } {
  return deliveredOutputTokens > 0
    ? deliveredUse(measured, { estimatedInputTokens }, deliveredOutputTokens)
    : NO_USE;
}

/** Nothing was delivered and nothing is charged. */
export const NO_USE: { measured: Measured; usageSource: UsageSource } = {
  measured: { usage: NO_USAGE, serviceTier: null },
  usageSource: 'none',
};
