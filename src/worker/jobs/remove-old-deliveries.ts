import type { Job } from '../job.ts';

/** What the retention of webhook deliveries works with. */
export interface RemoveOldDeliveriesDeps {
  /** Removes at most so many deliveries whose time in the log is over, and says how many there were. */
  readonly removeOldDeliveries: (limit: number) => Promise<number>;
}

const HOUR_MS = 3_600_000;
const MOST_AT_ONCE = 500;

/** Keeps the log of webhook deliveries to its days. */
export function removeOldDeliveries({ removeOldDeliveries: remove }: RemoveOldDeliveriesDeps): Job {
  return {
    name: 'remove-old-deliveries',
    schedule: { everyMs: HOUR_MS },
    async run(signal) {
      while (!signal.aborted && (await remove(MOST_AT_ONCE)) === MOST_AT_ONCE) {
        // Batch after batch until the last one.
      }
    },
  };
}
