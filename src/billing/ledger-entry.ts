import type { NanoUsd } from '../core/money.ts';
import type { LedgerEntriesTable, LedgerKind } from '../db/tables.ts';

/** One movement of a wallet. */
export interface LedgerEntry {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: LedgerKind;
  /** Positive for what gives, negative for what takes. */
  readonly amountNano: NanoUsd;
  /** What it happens once by; no other movement has the same. */
  readonly idempotencyKey: string;
  /** What it came from beside a request: the id of a task, a code, a payment. */
  readonly sourceId: string | null;
  readonly requestId: string | null;
  readonly keyId: string | null;
  readonly note: string | null;
  readonly createdAtMs: number;
}

/** The movement of a row. */
export function entryOf(row: LedgerEntriesTable): LedgerEntry {
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    amountNano: row.amount_nano,
    // The id of a charge follows from its request's, and other rows without a key cannot be repeated.
    idempotencyKey: row.idempotency_key ?? (row.request_id === null ? row.id : `${row.request_id}:charge`),
    sourceId: row.source_id,
    requestId: row.request_id,
    keyId: row.key_id,
    note: row.note,
    createdAtMs: row.created_at,
  };
}
