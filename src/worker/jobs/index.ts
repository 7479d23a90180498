import type { Job } from '../job.ts';
import { type CheckBooksDeps, checkBooks } from './check-books.ts';
import { type RemoveMediaDeps, removeExpiredMedia, sweepMedia } from './remove-media.ts';
import { type RemoveOldDeliveriesDeps, removeOldDeliveries } from './remove-old-deliveries.ts';
import { type RemoveOldRequestsDeps, removeOldRequests } from './remove-old-requests.ts';
import { type RemoveTaskEventsDeps, removeTaskEvents } from './remove-task-events.ts';
import { type RollUpUsageDeps, rollUpUsage } from './roll-up-usage.ts';

/** What all jobs together work with. */
export type JobDeps = CheckBooksDeps &
  RemoveMediaDeps &
  RemoveOldDeliveriesDeps &
  RemoveOldRequestsDeps &
  RollUpUsageDeps &
  RemoveTaskEventsDeps;

/** The list of jobs: one line each. */
export function listJobs(deps: JobDeps): readonly Job[] {
  return [
    checkBooks(deps),
    rollUpUsage(deps),
    removeOldRequests(deps),
    removeExpiredMedia(deps),
    sweepMedia(deps),
    removeOldDeliveries(deps),
    removeTaskEvents(deps),
  ];
}
