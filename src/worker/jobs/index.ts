import type { Job } from '../job.ts';
import { type CheckBooksDeps, checkBooks } from './check-books.ts';

/** What all jobs together work with. */
export type JobDeps = CheckBooksDeps;

/** The list of jobs: one line each. */
export function listJobs(deps: JobDeps): readonly Job[] {
  return [checkBooks(deps)];
}
