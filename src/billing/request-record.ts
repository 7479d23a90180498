import type { PieceCount, Usage, UsageSource } from '../canonical/usage.ts';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';

/** How a request ended: with a charge (which may be zero), cut off by a crash, refused, or failed. */
export type RequestState = 'settled' | 'interrupted' | 'refused' | 'failed';

/** One try at one channel. */
export interface AttemptRecord {
  /** The shared channel or the provider key it went out with. */
  readonly channelId: Id<'chan'> | Id<'pk'>;
  readonly status: 'succeeded' | 'failed' | 'aborted';
  readonly upstreamStatus: number | null;
  readonly errorCode: string | null;
  readonly startedAtMs: number;
  /** Milliseconds from the start of the attempt; null when no byte came. */
  readonly firstByteMs: number | null;
  readonly totalMs: number;
  readonly upstreamCostNano: NanoUsd | null;
}

/** Everything that is kept of a request that is over: what the journal carries to the database. */
export interface RequestRecord {
  readonly id: Id<'req'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly keyId: Id<'key'>;
  readonly groupId: Id<'grp'> | null;
  readonly operation: string;
  readonly dialect: string;
  readonly model: string | null;
  readonly upstreamModel: string | null;
  /** `pass-through`, or the pair of dialects that was translated; null when it went nowhere. */
  readonly route: string | null;
  readonly isStreaming: boolean;
  readonly state: RequestState;
  /** The HTTP status the client got; 499 when it left before one was sent. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly usage: Usage;
  /** What was counted by the piece; empty for text. */
  readonly pieces: readonly PieceCount[];
  readonly usageSource: UsageSource;
  readonly chargeNano: NanoUsd;
  readonly uncollectedNano: NanoUsd;
  readonly holdNano: NanoUsd;
  /** JSON text of the price applied, with every factor; null where nothing was priced. */
  readonly price: string | null;
  readonly clientGone: boolean;
  readonly startedAtMs: number;
  readonly firstByteMs: number | null;
  readonly totalMs: number;
  readonly attempts: readonly AttemptRecord[];
}

/** What is written before anything is sent upstream: enough to record the request as interrupted. */
export interface OpenRecord {
  readonly id: Id<'req'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly keyId: Id<'key'>;
  readonly groupId: Id<'grp'> | null;
  readonly operation: string;
  readonly dialect: string;
  readonly model: string;
  readonly isStreaming: boolean;
  readonly holdNano: NanoUsd;
  readonly startedAtMs: number;
}
