import type { Generated } from 'kysely';

/** One per organization. remaining = granted − spent − held, never below zero. */
export interface WalletsTable {
  organization_id: string;
  granted_nano: number;
  spent_nano: number;
  /** Holds of tasks alone; holds of running requests are counters in memory. */
  held_nano: Generated<number>;
  /** Below which people are told; null for never. */
  low_balance_nano: Generated<number | null>;
  updated_at: number;
}

/** What a movement is; `src/billing/ledger-kinds.ts` says which counter of the wallet each one moves. */
export type LedgerKind =
  | 'credit'
  | 'grant'
  | 'redeem'
  | 'payment'
  | 'payment_refund'
  | 'adjustment'
  | 'charge'
  | 'capture'
  | 'refund'
  | 'hold'
  | 'release';

/**
 * Append-only. The amounts of a wallet sum up to what remains of it, but for the holds of running requests.
 * A row happens once: the id of a charge is derived from its request's id, every other row that something
 * could repeat has an `idempotency_key`.
 */
export interface LedgerEntriesTable {
  id: string;
  organization_id: string;
  kind: LedgerKind;
  /** Positive for what gives, negative for what takes. */
  amount_nano: number;
  request_id: string | null;
  key_id: string | null;
  note: string | null;
  /** Unique; null where `id` is as good. */
  idempotency_key: string | null;
  /** What it came from beside a request: the id of a task, a code, a payment. */
  source_id: string | null;
  created_at: number;
}

/** Money that is set aside for a task; the row is gone when the hold has ended. */
export interface TaskHoldsTable {
  task_id: string;
  organization_id: string;
  project_id: string;
  key_id: string;
  model: string;
  amount_nano: number;
  /** When the request began that asked for the task: the hour and the month its cost belongs to. */
  started_at: number;
}
