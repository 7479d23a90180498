import type { Job, JobStatus, Jobs } from './jobs.ts';

/** Retries of a callback that nobody takes are the vendor's own affair; one try is enough to play. */
const TIMEOUT_MS = 5_000;

/**
 * Tells whoever asked for it that a job is done, as often as its plan says; and before it is, where the plan
 * says that too. Timers do not keep the process alive.
 */
export function callBack(job: Job, jobs: Jobs, nowMs: () => number): void {
  const { callback, plan } = job;
  if (callback === undefined || plan.callbacks === 0) return;
  const tell = (status: JobStatus): void => {
    const body = JSON.stringify(callback.bodyOf(job, status));
    const headers = { 'content-type': 'application/json' };
    fetch(callback.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
      () => {},
    );
  };
  if (plan.early_callback) setTimeout(() => tell(plan.outcome), 0).unref();
  setTimeout(() => {
    for (let time = 0; time < plan.callbacks; time++) tell(jobs.statusOf(job, nowMs()));
  }, plan.queue_ms + plan.run_ms).unref();
}
