import { isOver, type Job } from './job.ts';
import type { TaskEvent } from './states.ts';
import type { Task, TaskError } from './task.ts';

/** How a task ends. */
export interface Outcome {
  readonly event: Extract<TaskEvent, 'made' | 'failed' | 'canceled' | 'ran-out'>;
  readonly error: TaskError | null;
}

/**
 * Whether a task is over, and how: when every job is, or when its time is up. Whatever was made is a result,
 * even when other pieces of the same task failed; what nobody knows of ends by the clock alone.
 */
export function outcomeOf(task: Task, jobs: readonly Job[], isTimeUp: boolean): Outcome | null {
  const isDone = jobs.every(isOver);
  if (!isDone && !isTimeUp) {
    return null;
  }
  if (jobs.some(({ state }) => state === 'made')) {
    return { event: 'made', error: null };
  }
  if (!isDone) {
    return { event: 'ran-out', error: { code: 'upstream_timeout', message: sentenceOf(jobs) } };
  }
  const error = jobs.find(({ failure }) => failure !== null)?.failure ?? null;
  const isCanceled = jobs.every(
    ({ failure }) => failure?.code === 'canceled' || failure?.code === 'upstream_canceled',
  );
  if (isCanceled && task.isCancelRequested) {
    return { event: 'canceled', error: { code: 'canceled', message: 'The task was canceled' } };
  }
  return { event: 'failed', error };
}

function sentenceOf(jobs: readonly Job[]): string {
  return jobs.some(({ submittedAtMs }) => submittedAtMs !== null)
    ? 'The upstream did not finish this task in time'
    : 'No upstream could take this task in time';
}
