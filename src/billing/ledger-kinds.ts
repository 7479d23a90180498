import type { LedgerKind } from '../db/tables.ts';

/** The counters of a wallet; what remains is granted − spent − held. */
export type WalletCounter = 'granted' | 'spent' | 'held';

/**
 * Which counter each kind of movement changes. A movement of `granted` adds its amount; one of `spent` or
 * `held` takes its amount off, since what takes from the wallet is negative.
 */
const COUNTER_OF: Readonly<Record<LedgerKind, WalletCounter>> = {
  credit: 'granted',
  grant: 'granted',
  redeem: 'granted',
  payment: 'granted',
  payment_refund: 'granted',
  adjustment: 'granted',
  charge: 'spent',
  capture: 'spent',
  refund: 'spent',
  hold: 'held',
  release: 'held',
};

/** Every kind there is. */
const LEDGER_KINDS = [
  ...(['credit', 'grant', 'redeem', 'payment', 'payment_refund', 'adjustment'] as const),
  ...(['charge', 'capture', 'refund', 'hold', 'release'] as const),
] satisfies readonly LedgerKind[];

/** The counter that a kind of movement changes. */
export function counterOf(kind: LedgerKind): WalletCounter {
  return COUNTER_OF[kind];
}

/** The kinds that change one counter. */
export function kindsOf(counter: WalletCounter): readonly LedgerKind[] {
  return LEDGER_KINDS.filter((kind) => COUNTER_OF[kind] === counter);
}
