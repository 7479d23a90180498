import type { Id } from '../core/ids.ts';
import { formatUsd, type NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import { isUniqueViolation } from '../db/index.ts';
import type { LedgerEntriesTable } from '../db/tables.ts';
import { createHourSums } from './flush/hour-sums.ts';
import { createHourWriter } from './hour-store.ts';
import { entryOf, type LedgerEntry } from './ledger-entry.ts';
import type { MovementsOptions } from './movements.ts';
import { findCharge, refundOfKey, refundOfWallet } from './refund-store.ts';
import { insertEntry } from './wallet-store.ts';

/** What of which charge is given back. */
export interface RefundInput {
  readonly organizationId: Id<'org'>;
  readonly requestId: Id<'req'>;
  /** Null for all of it. */
  readonly amountNano: NanoUsd | null;
  readonly note: string;
}

/**
 * Gives a charge back, or a part of it, once: to the wallet, and off what the key, its windows and its
 * project have spent (F54). The request keeps its own charge.
 * @throws {Refusal} `not_found` for a request of another organization or one that nothing was charged for,
 *   `invalid_request` for more than was charged, `conflict` when the charge was refunded already.
 */
export type Refund = (refund: RefundInput) => Promise<LedgerEntry>;

/** Refunds in one database. */
export function createRefund({ database, clock, ids, admissions }: MovementsOptions): Refund {
  return async ({ organizationId, requestId, amountNano: asked, note }) => {
    const charge = await findCharge(database.db, organizationId, requestId);
    if (charge === undefined) {
      throw new Refusal('not_found', { message: 'There is no charge of this request' });
    }
    const amountNano = asked ?? charge.charge_nano;
    if (!Number.isSafeInteger(amountNano) || amountNano <= 0 || amountNano > charge.charge_nano) {
      const most = formatUsd(charge.charge_nano);
      throw invalidField('amount', `must be more than zero and at most what was charged, ${most} USD`);
    }
    const row: LedgerEntriesTable = {
      ...{ id: ids.next('led'), organization_id: organizationId, kind: 'refund', amount_nano: amountNano },
      ...{ request_id: requestId, key_id: charge.key_id, note, source_id: null },
      ...{ idempotency_key: `${requestId}:refund`, created_at: clock.nowMs() },
    };
    const keyId = charge.key_id as Id<'key'>;
    const projectId = charge.project_id as Id<'proj'>;
    const hours = createHourSums();
    hours.addCharge({
      ...{ organizationId, projectId, keyId, model: charge.model },
      ...{ startedAtMs: charge.started_at, chargeNano: -amountNano },
    });
    try {
      // The order of tables is that of a batch of requests, so that no two transactions wait for each other.
      await database.transaction(async (tx) => {
        await insertEntry(tx, row);
        await createHourWriter()(tx, hours.sorted(), row.created_at);
        await refundOfWallet(tx, organizationId, amountNano, row.created_at);
        await refundOfKey(tx, charge.key_id, amountNano);
      });
    } catch (error) {
      throw isUniqueViolation(error)
        ? new Refusal('conflict', { message: 'This charge was refunded already', cause: error })
        : error;
    }
    admissions.refund({ organizationId, keyId, amountNano, startedAtMs: charge.started_at });
    return entryOf(row);
  };
}
