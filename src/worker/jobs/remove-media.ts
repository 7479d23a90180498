import type { Job } from '../job.ts';

/** What the removal of media works with. */
export interface RemoveMediaDeps {
  readonly media: {
    /** Removes at most so many files whose time is over, and says how many there were. */
    removeExpired(limit: number): Promise<number>;
    /** Removes bytes that no row speaks of, and says how many files they were. */
    sweep(): Promise<number>;
  };
}

const TEN_MINUTES_MS = 600_000;
/** What one query finds, so that nobody waits long for the database. */
const MOST_AT_ONCE = 200;

/** Removes media whose time is over. */
export function removeExpiredMedia({ media }: RemoveMediaDeps): Job {
  return {
    name: 'remove-expired-media',
    schedule: { everyMs: TEN_MINUTES_MS },
    async run(signal) {
      while (!signal.aborted && (await media.removeExpired(MOST_AT_ONCE)) === MOST_AT_ONCE) {
        // Batch after batch until the last one.
      }
    },
  };
}

/** Sweeps up every night what broken uploads left behind. */
export function sweepMedia({ media }: RemoveMediaDeps): Job {
  return {
    name: 'sweep-media',
    schedule: { dailyAtMinute: 3 * 60 + 40 },
    run: async () => void (await media.sweep()),
  };
}
