import { finishTask } from '../finish-task.ts';
import { isOver, type Job } from '../job.ts';
import { dropCredentials } from '../job-store.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { leaveQueue } from '../queue-store.ts';
import { isEnd } from '../states.ts';
import { findTask } from '../store.ts';
import type { Task } from '../task.ts';
import { advanceJob } from './advance-job.ts';
import { moveOn } from './move-on.ts';
import type { JobLook } from './progress.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** When a task is looked at next, and how far it is; null once it is over. */
export type NextLook = {
  /** Null parks it until a place may be free. */
  readonly dueAtMs: number | null;
  readonly percent: number | null;
} | null;

/** How often an upstream is asked: more seldom the longer a task runs. */
export interface Cadence {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** A task that is polled for the n-th part of the time it has run already loses no more than that. */
const PART_OF_AGE = 8;

/** Does for a task whatever is next. Rejects only when the database does. */
export async function lookAtTask(
  task: Task,
  jobs: readonly Job[],
  cadence: Cadence,
  deps: RunnerDeps,
): Promise<NextLook> {
  if (isEnd(task.state)) {
    await lookLate(task, jobs, deps);
    return null;
  }
  const isTimeUp = deps.clock.nowMs() >= task.deadlineAtMs;
  const occasion = { jobCount: jobs.length, isTimeUp };
  const looks = await Promise.all(jobs.map((job) => advanceJob(task, job, occasion, deps)));
  const known = looks.map(({ job }) => job);
  const outcome = outcomeOf(task, known, isTimeUp);
  if (outcome !== null) {
    await finishAsItIs(task, known, outcome, deps);
    return null;
  }
  const moved = await moveBy(task, looks, deps);
  return { dueAtMs: nextDueMs(moved, looks, cadence, deps), percent: percentOf(task, looks) };
}

/** A task may have gone on while its jobs were looked at, and it ends from where it is. */
async function finishAsItIs(
  task: Task,
  jobs: readonly Job[],
  outcome: Outcome,
  deps: RunnerDeps,
): Promise<void> {
  if (!(await finishTask(task, jobs, outcome, deps))) {
    const now = await findTask(deps.database.db, task.id);
    if (now !== null && !isEnd(now.state)) {
      await finishTask(now, jobs, outcome, deps);
    }
  }
}

/** The state of a task is that of its most advanced job. */
async function moveBy(task: Task, looks: readonly JobLook[], deps: RunnerDeps): Promise<Task> {
  if (looks.some(({ status, job }) => status === 'running' || job.state === 'made')) {
    return moveOn(task, 'started', deps);
  }
  return looks.some(({ status }) => status === 'queued') ? moveOn(task, 'queued', deps) : task;
}

function nextDueMs(
  task: Task,
  looks: readonly JobLook[],
  { firstMs, longestMs }: Cadence,
  { clock }: RunnerDeps,
): number | null {
  const open = looks.filter(({ job }) => !isOver(job));
  if (open.every(({ waitsForPlace }) => waitsForPlace)) {
    return null;
  }
  const nowMs = clock.nowMs();
  const usualMs = Math.min(longestMs, Math.max(firstMs, (nowMs - task.createdAtMs) / PART_OF_AGE));
  const waits = open.map(({ nextMs, waitsForPlace }) =>
    waitsForPlace ? longestMs : Math.max(firstMs, nextMs ?? usualMs),
  );
  return Math.round(Math.min(task.deadlineAtMs, nowMs + Math.min(...waits)));
}

function percentOf(task: Task, looks: readonly JobLook[]): number | null {
  const known = looks.map(({ job, percent }) => (job.state === 'made' ? 100 : percent));
  if (known.every((percent) => percent === null)) {
    return task.percent;
  }
  const sum = known.reduce<number>((total, percent) => total + (percent ?? 0), 0);
  return Math.max(task.percent ?? 0, Math.round(sum / looks.length));
}

/**
 * One more look at a task that ran out of time while its upstream went on: what it made after all is written
 * down for the operator, and nobody is charged for it.
 */
async function lookLate(task: Task, jobs: readonly Job[], deps: RunnerDeps): Promise<void> {
  const occasion = { jobCount: jobs.length, isTimeUp: true };
  const looks = await Promise.all(
    jobs.filter(({ state }) => state === 'working').map((job) => advanceJob(task, job, occasion, deps)),
  );
  if (looks.some(({ job }) => job.state === 'made')) {
    deps.onProblem(`task ${task.id}: its upstream finished after its time was up; nobody is charged`);
  }
  await deps.database.transaction(async (tx) => {
    await dropCredentials(tx, task.id);
    await leaveQueue(tx, task.id);
  });
}
