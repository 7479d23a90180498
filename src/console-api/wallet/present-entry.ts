import type { z } from '@hono/zod-openapi';
import type { LedgerEntry } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import type { LedgerEntryJson } from '../contract/wallet.ts';
import { formatTime } from '../moments.ts';

/** A movement as it is answered. */
export function presentLedgerEntry(entry: LedgerEntry): z.infer<typeof LedgerEntryJson> {
  return {
    id: entry.id,
    object: 'ledger_entry',
    kind: entry.kind,
    amount: formatUsd(entry.amountNano),
    idempotency_key: entry.idempotencyKey,
    source_id: entry.sourceId,
    request_id: entry.requestId,
    key_id: entry.keyId,
    note: entry.note,
    created_at: formatTime(entry.createdAtMs),
  };
}
