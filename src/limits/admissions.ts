import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Slotted } from '../core/slot-list.ts';
import type { KeyLimits, SpendWindow, SpendWindowsNano } from '../keys/api-key.ts';

/**
 * What a request asks for before it may go, and every limit it is judged by: money of the wallet, of the
 * project and of the key, requests and tokens of the minute, and a place among those that run. Plain data,
 * so that another process could judge it.
 */
export interface Claim extends Slotted {
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly keyId: Id<'key'>;
  /** Wall time the request began; the hour and the month its cost belongs to. */
  readonly startedAtMs: number;
  /** The dearest the request could become. Zero for what costs nothing: such a claim needs no money. */
  readonly holdNano: NanoUsd;
  /** The most tokens the request may take, reserved of the tokens of the minute. */
  readonly tokens: number;
  /** The part of `tokens` that is surely taken. */
  readonly inputTokens: number;
  readonly limits: KeyLimits;
  readonly windowsNano: SpendWindowsNano;
  /** The key's quota; null for unlimited. */
  readonly quotaNano: NanoUsd | null;
  /** What the project may spend in a calendar month; null for unlimited. */
  readonly budgetNano: NanoUsd | null;
  /** What was reserved of the tokens of the minute, and when; kept by the admissions. */
  reservedTokens: number;
  reservedAtMs: number;
}

/** The limit that a claim did not fit. */
export type LimitName = 'rpm' | 'tpm' | 'concurrency' | 'queue' | SpendWindow | 'quota' | 'budget' | 'wallet';

/** Why a claim was not granted: plain data; `refusalFor` has the words. */
export interface Rejection {
  readonly limit: LimitName;
  /** What the limit allows at all: requests, tokens, places or nano-dollars. */
  readonly allowed: number;
  /** How much of it is left; never below zero. */
  readonly left: number;
  /** What the claim asked of it. */
  readonly asked: number;
  /** What running requests hold of it and may give back. */
  readonly held: number;
  /** Seconds after which the claim fits if nothing else comes; null when that is unknown or never. */
  readonly retryAfterS: number | null;
}

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

/** What a key holds, has spent and is doing. */
export interface KeyState {
  readonly heldNano: NanoUsd;
  readonly spentNano: NanoUsd;
  readonly inFlight: number;
  readonly waiting: number;
}

/** How a limit by minute stands. */
export interface MinuteRate {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until all of it is there again if nothing else comes. */
  readonly resetMs: number;
}

/** How the limits by minute of a key stand; null where it has none. */
export interface MinuteRates {
  /** Wall time of this reading. */
  readonly atMs: number;
  readonly requests: MinuteRate | null;
  readonly tokens: MinuteRate | null;
}

/** A key as it was read: whose it is and what it has spent. */
export interface OpenedKey {
  readonly keyId: Id<'key'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly spentNano: NanoUsd;
}

/** What was spent in an hour (UTC). */
export interface HourSpend {
  readonly startMs: number;
  readonly chargeNano: NanoUsd;
}

/** Money that is held for a task, after the request that asked for it is over and until the task ends. */
export interface LongHold {
  readonly taskId: Id<'task'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly keyId: Id<'key'>;
  /** Wall time that request began; the hour and the month the cost belongs to. */
  readonly startedAtMs: number;
  readonly holdNano: NanoUsd;
}

/** A part of a charge, or all of it, that is given back. */
export interface Refunded {
  readonly organizationId: Id<'org'>;
  readonly keyId: Id<'key'>;
  readonly amountNano: NanoUsd;
  /** Wall time the request began. */
  readonly startedAtMs: number;
}

/** What has to be known of wallets, projects and keys before anything is claimed of them. */
export interface Openings {
  /** Makes a wallet known with what the database says, unless it is known already. */
  openWallet(
    organizationId: Id<'org'>,
    stored: { readonly grantedNano: NanoUsd; readonly spentNano: NanoUsd; readonly heldNano: NanoUsd },
  ): void;
  /**
   * Makes a key and its project known, unless they are known already; the wallet must be. Says which of
   * them were known, since these may have spent what the database does not have yet.
   */
  openKey(key: OpenedKey): { readonly wasKeyKnown: boolean; readonly wasProjectKnown: boolean };
  /** From now on counts what the key spends by the hour; true while its past is missing (`openHours`). */
  countHours(keyId: Id<'key'>): boolean;
  /** Adds what the key spent before, unless that was done already. */
  openHours(keyId: Id<'key'>, hours: readonly HourSpend[]): void;
  /** From now on counts what the project spends by the month; true while its past is missing (`openMonth`). */
  countMonth(projectId: Id<'proj'>): boolean;
  /** Adds what the project spent before in the calendar month of `atMs`, unless that was done already. */
  openMonth(projectId: Id<'proj'>, spentNano: NanoUsd, atMs: number): void;
  /** Adds credit to a wallet that is known; the database was written before. */
  credit(organizationId: Id<'org'>, amountNano: NanoUsd): void;
  /**
   * Takes back of what a known wallet was granted; the database is written after. False, and nothing
   * happens, when that much does not remain.
   */
  withdraw(organizationId: Id<'org'>, amountNano: NanoUsd): boolean;
  /**
   * Gives back what was charged: the wallet has it again, and key, windows and project have not spent it.
   * The database was written before. A key that is not known here will be read with it.
   */
  refund(charge: Refunded): void;
  /** The wallet's counters; null when it is not known here. */
  wallet(organizationId: Id<'org'>): Balance | null;
  /** A key's counters; null when it is not known here. */
  key(keyId: Id<'key'>): KeyState | null;
  /** What a key spent in each rolling window; null when its hours are not counted here. */
  spentInWindows(keyId: Id<'key'>): Readonly<Record<SpendWindow, NanoUsd>> | null;
}

/**
 * Limits, holds and settlements on the hot path. Every claim that was granted is settled exactly once, with
 * a cost of zero when nothing came of it. Implementations: `memory.ts`.
 */
export interface Admissions extends Openings {
  /** Grants all of the claim or none of it; returns the reason when it does not. */
  admit(claim: Claim): Rejection | null;
  /**
   * Puts a claim that was rejected for `concurrency` at the end of the key's line; returns the reason when
   * the line is full. `onTurn` is called once, when a place is free and the claim was judged again: with
   * null when it is granted now, else with the limit that it does not fit.
   */
  wait(claim: Claim, onTurn: (rejection: Rejection | null) => void): Rejection | null;
  /** Takes a claim out of the line; false when it does not wait (any more). */
  leave(claim: Claim): boolean;
  /**
   * Releases the hold, captures the cost as far as the wallet has it, and puts the tokens that were used in
   * the place of those that were reserved.
   */
  settle(claim: Claim, costNano: NanoUsd, tokens: number): Collected;
  /**
   * Ends a granted claim as `settle` with no cost does, but for its money, which stays held for a task
   * until `endHold`.
   */
  keepHold(claim: Claim, taskId: Id<'task'>): void;
  /**
   * Counts a hold that the database has of an earlier run, once. Its key must be known, and its wallet
   * opened with the hold in it.
   */
  restoreHold(hold: LongHold): void;
  /** Gives back what a task held, and captures what it cost. The database was written before. */
  endHold(taskId: Id<'task'>, costNano: NanoUsd): void;
  /** How a key's limits by minute stand, as the headers of its answers say. */
  rates(keyId: Id<'key'>, limits: KeyLimits): MinuteRates;
}
