export { createFlusher, type Flusher, type FlusherOptions, type Replayed } from './flush/flusher.ts';
export { type DearestCostInput, dearestCost, HOLD_FLOOR_NANO, type PricedOffer } from './hold.ts';
export {
  type Journal,
  JournalFullError,
  type JournalOptions,
  openJournal,
  type Written,
} from './journal/journal.ts';
export type { Recovered } from './journal/recovery.ts';
export { priceFactors, priceOf } from './price.ts';
export type { NanoUsdPerMtok, PriceSheet, PriceTier, TokenPrices } from './price-sheet.ts';
export type { AttemptRecord, OpenRecord, RequestRecord, RequestState } from './request-record.ts';
export {
  createWallets,
  type LedgerEntry,
  type Page,
  type Wallets,
  type WalletsOptions,
} from './wallets.ts';
