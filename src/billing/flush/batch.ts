import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/index.ts';
import { createFlushStore } from '../flush-store.ts';
import type { RequestRecord } from '../request-record.ts';
import { attemptsOf } from './rows.ts';
import { sumsOf } from './sums.ts';

/** Some requests of a batch were in the database already; nothing of the batch was kept. */
class StoredBeforeError extends Error {
  override readonly name = 'StoredBeforeError';
}

/** A request was charged to a wallet that does not exist. */
export class MissingWalletError extends Error {
  override readonly name = 'MissingWalletError';
}

/** Moves batches to the database. */
export interface BatchWriter {
  /**
   * One transaction for the whole batch: requests, attempts, ledger, wallets, keys, sums by hour. A request
   * that is stored already is passed over with everything that belongs to it.
   * @throws the error of the database; nothing of the batch is then stored.
   */
  write(records: readonly RequestRecord[]): Promise<void>;
}

/** A writer for one database. */
export function createBatchWriter({ database, clock }: { database: Database; clock: Clock }): BatchWriter {
  const store = createFlushStore();

  async function insert(unsorted: readonly RequestRecord[]): Promise<void> {
    // Rows that come in the order of their keys are added at the end of a page of SQLite; in the order in
    // which requests end, nearly every one moves others: 7.7 against 6.2 µs a request.
    const records = unsorted.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await database.transaction(async (tx) => {
      if ((await store.insertRequests(tx, records)) !== records.length) {
        throw new StoredBeforeError('a request of this batch is stored already');
      }
      await store.insertAttempts(tx, attemptsOf(records));
      await store.insertCharges(
        tx,
        records.filter(({ chargeNano }) => chargeNano > 0),
      );
      const sums = sumsOf(records);
      await store.addToHours(tx, sums.hours, clock.nowMs());
      for (const sum of sums.wallets) {
        if (!(await store.addToWallet(tx, sum, clock.nowMs()))) {
          throw new MissingWalletError(`organization ${sum.organizationId} has no wallet`);
        }
      }
      for (const sum of sums.keys) {
        await store.addToKey(tx, sum);
      }
    });
  }

  /** Takes out what is stored, and what comes twice. Nobody else writes these ids meanwhile. */
  async function newOnes(records: readonly RequestRecord[]): Promise<readonly RequestRecord[]> {
    const byId = new Map(records.map((record) => [record.id, record]));
    const stored = await store.storedIds(database.db, [...byId.keys()]);
    return [...byId.values()].filter(({ id }) => !stored.has(id));
  }

  return {
    async write(records) {
      try {
        await insert(records);
      } catch (error) {
        if (!(error instanceof StoredBeforeError)) {
          throw error;
        }
        const fresh = await newOnes(records);
        if (fresh.length > 0) {
          await insert(fresh);
        }
      }
    },
  };
}
