import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/index.ts';
import { earliestRequestId } from './earliest-request-id.ts';
import { removeRequestsBefore } from './request-log-store.ts';

const DAY_MS = 86_400_000;
/** On SQLite a statement takes the thread: this many rows go in a few milliseconds. */
const REQUESTS_AT_ONCE = 500;

/** Removes requests and their attempts once they were kept long enough. */
export interface RequestRetention {
  /** Removes some; false when nothing is left to remove. */
  removeSome(): Promise<boolean>;
}

/** The retention of one database; with 0 days nothing is ever removed. */
export function createRequestRetention({
  database,
  clock,
  retentionDays,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly retentionDays: number;
}): RequestRetention {
  return {
    async removeSome() {
      if (retentionDays === 0) {
        return false;
      }
      const beforeId = earliestRequestId(clock.nowMs() - retentionDays * DAY_MS);
      const removed = await database.transaction((tx) =>
        removeRequestsBefore(tx, beforeId, REQUESTS_AT_ONCE),
      );
      return removed === REQUESTS_AT_ONCE;
    },
  };
}
