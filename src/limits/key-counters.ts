import type { Claim, Rejection } from './admissions.ts';
import { type ConcurrencyGate, createConcurrencyGate } from './concurrency-gate.ts';
import type { MinuteWindow } from './minute-window.ts';
import type { KeyMoney } from './money-counters.ts';

/** A claim that waits for a place, and who is told when it is its turn. */
export interface Waiting {
  readonly claim: Claim;
  readonly onTurn: (rejection: Rejection | null) => void;
}

/** Everything that is counted of one key. The windows are there once a limit asked for them. */
export interface KeyCounters {
  readonly money: KeyMoney;
  readonly gate: ConcurrencyGate<Waiting>;
  requests: MinuteWindow | null;
  tokens: MinuteWindow | null;
  /** Whether anything happened since `idle-keys.ts` last looked. */
  wasUsed: boolean;
  /** On the monotonic clock, when it was first seen unused. */
  idleSinceMs: number;
}

/** Counters of a key of which nothing runs. */
export function createKeyCounters(money: KeyMoney): KeyCounters {
  const gate = createConcurrencyGate<Waiting>();
  return { money, gate, requests: null, tokens: null, wasUsed: true, idleSinceMs: 0 };
}

/** Whether nothing of a key runs, waits or is held, so that what it spent is all in the database or on its way. */
export function isAtRest({ gate, money }: KeyCounters): boolean {
  return gate.running === 0 && gate.line === null && money.heldNano === 0;
}
