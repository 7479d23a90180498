export type { Job } from './job.ts';
export { type JobDeps, listJobs } from './jobs/index.ts';
export { createWorker, type Worker } from './worker.ts';
