import type { Job } from '../job.ts';

/** What the removal works with. */
export interface RemoveTaskEventsDeps {
  /** Removes what clients of event streams can no longer come back to. */
  readonly removeOldTaskEvents: () => Promise<void>;
}

/** Removes events of tasks that were kept long enough. */
export function removeTaskEvents(deps: RemoveTaskEventsDeps): Job {
  return { name: 'remove-task-events', schedule: { everyMs: 3_600_000 }, run: deps.removeOldTaskEvents };
}
