import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Slotted } from '../core/slot-list.ts';

/** What a request asks for before it may go: money of the wallet and of the key, in one step. */
export interface Claim extends Slotted {
  readonly organizationId: Id<'org'>;
  readonly keyId: Id<'key'>;
  /** The key's quota; null for unlimited. */
  readonly quotaNano: NanoUsd | null;
  /** The dearest the request could become. Zero for what costs nothing: such a claim is always granted. */
  readonly holdNano: NanoUsd;
}

/** Why a claim was not granted. */
export type ClaimRefusal = 'insufficient_credits' | 'key_quota_exceeded';

/** How the money of a claim was split at settlement. */
export interface Collected {
  readonly chargeNano: NanoUsd;
  /** The part of the cost the wallet could not pay. */
  readonly uncollectedNano: NanoUsd;
}

/** The counters of one wallet or key. granted = remaining + held + spent, at every moment. */
export interface Balance {
  readonly grantedNano: NanoUsd;
  readonly remainingNano: NanoUsd;
  readonly heldNano: NanoUsd;
  readonly spentNano: NanoUsd;
}

/**
 * Holds and settlements on the hot path. Every claim that was granted is settled exactly once, with a
 * cost of zero when nothing came of it. Implementations: `memory.ts`.
 */
export interface Admissions {
  /** Grants all of the claim or none of it; returns the reason when it does not. */
  admit(claim: Claim): ClaimRefusal | null;
  /** Releases the hold and captures the cost, as far as the wallet has it. */
  settle(claim: Claim, costNano: NanoUsd): Collected;
  /** Makes a wallet known with what the database says, unless it is known already. */
  openWallet(
    organizationId: Id<'org'>,
    stored: { grantedNano: NanoUsd; spentNano: NanoUsd; heldNano: NanoUsd },
  ): void;
  /** Makes a key known with what it has spent, unless it is known already. */
  openKey(keyId: Id<'key'>, spentNano: NanoUsd): void;
  /** Adds credit to a wallet that is known; the database was written before. */
  credit(organizationId: Id<'org'>, amountNano: NanoUsd): void;
  /** The wallet's counters; null when it is not known here. */
  wallet(organizationId: Id<'org'>): Balance | null;
  /** What a key holds and has spent; null when it is not known here. */
  key(keyId: Id<'key'>): { readonly heldNano: NanoUsd; readonly spentNano: NanoUsd } | null;
}
