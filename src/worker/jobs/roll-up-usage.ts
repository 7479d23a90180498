import type { Job } from '../job.ts';

/** What the roll-up works with. */
export interface RollUpUsageDeps {
  /** Sums up days that are over; returns how many there were, none when nothing is left. */
  readonly rollUpDays: (options: { readonly mostDays: number }) => Promise<number>;
}

/** Sums up days that are over, so that reports over many keys stay fast. */
export function rollUpUsage({ rollUpDays }: RollUpUsageDeps): Job {
  return {
    name: 'roll-up-usage',
    schedule: { everyMs: 1_800_000 },
    async run(signal) {
      while (!signal.aborted && (await rollUpDays({ mostDays: 1 })) > 0) {
        // The next day, unless the process stops.
      }
    },
  };
}
