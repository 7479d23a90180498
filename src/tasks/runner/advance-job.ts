import { isOver, type Job } from '../job.ts';
import type { Task } from '../task.ts';
import type { OpenedUpstream } from './ask-upstream.ts';
import { openUpstream } from './open-upstream.ts';
import { type JobLook, lookOf } from './progress.ts';
import type { RunnerDeps } from './runner-deps.ts';
import { submitJob } from './submit-job.ts';
import { change, fail, takeProgress } from './take-progress.ts';
import { workOf } from './work-of.ts';

/** What a look at a job is told of its task. */
export interface Occasion {
  readonly jobCount: number;
  /** Whether the time of the task is up: this is the last look, and nothing is begun any more. */
  readonly isTimeUp: boolean;
}

/** Does for a job whatever is next: sends it, asks how it stands, or finds out whether it was ever sent. */
export async function advanceJob(
  task: Task,
  job: Job,
  occasion: Occasion,
  deps: RunnerDeps,
): Promise<JobLook> {
  if (isOver(job)) {
    return lookOf(job);
  }
  if (job.state === 'waiting') {
    if (task.isCancelRequested) {
      return lookOf(await fail(job, { code: 'canceled', message: 'Canceled before it was sent' }, deps));
    }
    return occasion.isTimeUp ? lookOf(job) : submitJob(task, job, occasion.jobCount, deps);
  }
  const upstream = openUpstream(task, job, deps);
  if (upstream === null) {
    return lookOf(job);
  }
  if (job.state !== 'working') {
    return findOut(task, job, upstream, occasion, deps);
  }
  const asked = task.isCancelRequested ? await askToStop(job, upstream, deps) : job;
  const look = await poll(task, asked, upstream, occasion, deps);
  // What the time has run out for is no longer wanted, however it stands.
  return occasion.isTimeUp && !isOver(look.job) ? lookOf(await askToStop(look.job, upstream, deps)) : look;
}

/**
 * A job that was being submitted when its runner died, or whose submit was never answered. It is looked for
 * by our own name where the vendor can; it is never sent again.
 */
async function findOut(
  task: Task,
  job: Job,
  upstream: OpenedUpstream,
  { jobCount }: Occasion,
  deps: RunnerDeps,
): Promise<JobLook> {
  const unknown = await change(job, { state: 'unknown' }, deps);
  const work = await workOf(task, job, job.upstream?.model ?? '', jobCount, deps);
  const call = upstream.adapter.lookUp(work);
  if (call === null) {
    // Nobody will ever know more; only the clock ends it.
    return lookOf(unknown, { nextMs: Number.POSITIVE_INFINITY });
  }
  const answer = await deps.ask(upstream, call, 'poll');
  if (answer.kind === 'none') {
    return lookOf(unknown);
  }
  const said = upstream.adapter.readPoll(null, answer);
  return takeProgress(task, unknown, upstream, said, jobCount, deps);
}

async function poll(
  task: Task,
  job: Job,
  upstream: OpenedUpstream,
  { jobCount }: Occasion,
  deps: RunnerDeps,
): Promise<JobLook> {
  const call = upstream.adapter.poll(job.upstreamState);
  if (call === null) {
    return lookOf(job, { nextMs: Number.POSITIVE_INFINITY });
  }
  const answer = await deps.ask(upstream, call, 'poll');
  if (answer.kind === 'none') {
    return lookOf(job);
  }
  return takeProgress(
    task,
    job,
    upstream,
    upstream.adapter.readPoll(job.upstreamState, answer),
    jobCount,
    deps,
  );
}

/** Asks an upstream to stop, once; its own verdict is read by the polls that follow. */
async function askToStop(job: Job, upstream: OpenedUpstream, deps: RunnerDeps): Promise<Job> {
  if (job.isCancelSent) {
    return job;
  }
  const call = upstream.adapter.cancel(job.upstreamState);
  if (call !== null) {
    const answer = await deps.ask(upstream, call, 'poll');
    if (answer.kind === 'none') {
      return job;
    }
  }
  return change(job, { state: job.state, isCancelSent: true }, deps);
}
