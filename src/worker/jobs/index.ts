import type { Job } from '../job.ts';
import { type CheckBooksDeps, checkBooks } from './check-books.ts';
import { type RollUpUsageDeps, rollUpUsage } from './roll-up-usage.ts';

/** What all jobs together work with. */
export type JobDeps = CheckBooksDeps & RollUpUsageDeps;

/** The list of jobs: one line each. */
export function listJobs(deps: JobDeps): readonly Job[] {
  return [checkBooks(deps), rollUpUsage(deps)];
}
