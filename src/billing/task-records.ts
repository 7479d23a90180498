import type { Transaction } from '../db/index.ts';
import { attemptsOf } from './flush/rows.ts';
import { sumsOf } from './flush/sums.ts';
import { createFlushStore } from './flush-store.ts';
import type { RequestRecord } from './request-record.ts';

/**
 * Puts a task that is over into the request log and counts it in the sums by hour, in the transaction that
 * ends it. Its money is not moved here: that is its hold's.
 */
export async function recordTask(tx: Transaction, record: RequestRecord, nowMs: number): Promise<void> {
  // The statements of a store are for one batch at a time, and tasks end side by side.
  const store = createFlushStore();
  await store.insertRequests(tx, [record]);
  await store.insertAttempts(tx, attemptsOf([record]));
  await store.addToHours(tx, sumsOf([{ ...record, chargeNano: 0 }]).hours, nowMs);
}
