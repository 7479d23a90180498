export { createFlusher, type Flusher, type FlusherOptions, type Replayed } from './flush/flusher.ts';
export { type DearestCostInput, dearestCost, HOLD_FLOOR_NANO, type PricedOffer } from './hold.ts';
export { openJournal } from './journal/file-journal.ts';
export type { Journal, JournalOptions, Written } from './journal/journal.ts';
export type { Place } from './journal/places.ts';
export type { Recovered } from './journal/recovery.ts';
export type { LedgerEntry } from './ledger-entry.ts';
export type { Movement } from './movements.ts';
export { priceFactors, priceOf } from './price.ts';
export type {
  NanoUsdPerMtok,
  PiecePrice,
  PiecePrices,
  PriceSheet,
  PriceTier,
  TokenPrices,
} from './price-sheet.ts';
export { isPricedFor } from './price-sheet.ts';
export { recomputeCharge } from './recompute.ts';
export type { AttemptRecord, OpenRecord, RequestRecord, RequestState } from './request-record.ts';
export type { StatementTotals } from './statement.ts';
export {
  createTaskHolds,
  type EndedHold,
  type NewTaskHold,
  type TaskHolds,
} from './task-holds.ts';
export { recordTask } from './task-records.ts';
export { createWallets, type Page, type Wallets } from './wallets.ts';
