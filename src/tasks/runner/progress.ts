import type { Job } from '../job.ts';

/** What a look at one job found. */
export interface JobLook {
  /** The job as it is now. */
  readonly job: Job;
  /** What its upstream does with it; null where nothing is known. */
  readonly status: 'queued' | 'running' | null;
  readonly percent: number | null;
  /** When to look again: null where nobody says. */
  readonly nextMs: number | null;
  /** Whether it waits for a place rather than for a time. */
  readonly waitsForPlace: boolean;
}

/** A look that found nothing but the job itself. */
export function lookOf(job: Job, found: Partial<Omit<JobLook, 'job'>> = {}): JobLook {
  return { job, status: null, percent: null, nextMs: null, waitsForPlace: false, ...found };
}
