import type { Job } from '../job.ts';

/** What the removal works with. */
export interface RemoveOldRequestsDeps {
  /** Removes some of what was kept long enough; false when nothing is left of it. */
  readonly removeOldRequests: () => Promise<boolean>;
}

/** Removes requests from the log whose time is over, a few at a time so that nobody waits long. */
export function removeOldRequests(deps: RemoveOldRequestsDeps): Job {
  return {
    name: 'remove-old-requests',
    schedule: { everyMs: 3_600_000 },
    async run(signal) {
      while (!signal.aborted && (await deps.removeOldRequests())) {
        // The next few, unless the process stops.
      }
    },
  };
}
