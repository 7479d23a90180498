import type { MediaProgress } from '../../providers/index.ts';
import type { Job, JobFailure, JobMade } from '../job.ts';
import { changeJob, type JobChange } from '../job-store.ts';
import type { StoredOutput, Task } from '../task.ts';
import type { OpenedUpstream } from './ask-upstream.ts';
import { type JobLook, lookOf } from './progress.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** Calls that one answer may lead to, so that no upstream leads us on for ever. */
const MOST_CONTINUATIONS = 5;

/** A result that could not be copied is fetched again after this. */
const COPY_AGAIN_MS = 5_000;

/** What an upstream said of a job goes into the database, and what it made into the store first. */
export async function takeProgress(
  task: Task,
  job: Job,
  upstream: OpenedUpstream,
  said: MediaProgress,
  jobCount: number,
  deps: RunnerDeps,
): Promise<JobLook> {
  const progress = await follow(upstream, said, deps);
  switch (progress.kind) {
    case 'working': {
      const { status, percent, nextPollMs, state: upstreamState } = progress;
      const changed = await change(job, { state: 'working', upstreamState }, deps);
      return lookOf(changed, { status, percent, nextMs: nextPollMs });
    }
    case 'succeeded':
      return keepMade(task, job, upstream, progress.made, jobCount, deps);
    case 'failed':
      return lookOf(await fail(job, { code: progress.failure, message: progress.message }, deps));
    case 'unreadable':
    case 'continue':
      return lookOf(job);
  }
}

/** Ends a job without a result. */
export function fail(job: Job, failure: JobFailure, deps: RunnerDeps): Promise<Job> {
  return change(job, { state: 'failed', failure }, deps);
}

/** Writes a change of a job, and returns the job as it is then; as it was when somebody else was first. */
export async function change(job: Job, change: JobChange, { database }: RunnerDeps): Promise<Job> {
  const isSame =
    change.state === job.state &&
    Object.keys(change).every((name) => name === 'state' || name === 'upstreamState') &&
    JSON.stringify(change.upstreamState ?? job.upstreamState) === JSON.stringify(job.upstreamState);
  if (isSame || !(await changeJob(database.db, job, job.attempt, change))) {
    return job;
  }
  return { ...job, ...change };
}

/** Some answers say only where the next one is. */
async function follow(
  upstream: OpenedUpstream,
  said: MediaProgress,
  { ask }: RunnerDeps,
): Promise<MediaProgress> {
  let progress = said;
  for (let count = 0; progress.kind === 'continue' && count < MOST_CONTINUATIONS; count += 1) {
    const answer = await ask(upstream, progress.call, 'poll');
    if (answer.kind === 'none') {
      return { kind: 'unreadable', reason: answer.failure.code };
    }
    progress = upstream.adapter.readPoll(progress.state, answer);
  }
  return progress;
}

/** A result counts only once it is in the store: a link in an event works then. */
async function keepMade(
  task: Task,
  job: Job,
  upstream: OpenedUpstream,
  { outputs, measured }: Extract<MediaProgress, { kind: 'succeeded' }>['made'],
  jobCount: number,
  deps: RunnerDeps,
): Promise<JobLook> {
  if (outputs.length === 0) {
    const message = 'The upstream says that it succeeded and made nothing';
    return lookOf(await fail(job, { code: 'upstream_error', message }, deps));
  }
  const kept: StoredOutput[] = [];
  try {
    for (const [at, output] of outputs.entries()) {
      // A runner that died may have copied some of them; their places tell them apart.
      kept.push(await deps.media.keep(output, job.ordinal + at * jobCount, upstream, task));
    }
  } catch (error) {
    deps.onProblem(`task ${task.id}: a result could not be copied yet`, error);
    return lookOf(job, { status: 'running', nextMs: COPY_AGAIN_MS });
  }
  const made: JobMade = { outputs: kept, measured };
  return lookOf(await change(job, { state: 'made', made }, deps));
}
