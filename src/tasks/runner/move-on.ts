import { moveTask } from '../state-store.ts';
import { nextState, type TaskEvent } from '../states.ts';
import type { Task } from '../task.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** Moves a task on that is not over by this event, and tells of it. Returns the task as it is then. */
export async function moveOn(
  task: Task,
  event: Extract<TaskEvent, 'queued' | 'started'>,
  { database, clock, news }: Pick<RunnerDeps, 'database' | 'clock' | 'news'>,
): Promise<Task> {
  const to = nextState(task.state, event);
  if (to === null) {
    return task;
  }
  const nowMs = clock.nowMs();
  const startedAtMs = to === 'running' ? (task.startedAtMs ?? nowMs) : task.startedAtMs;
  const moved = { ...task, state: to, startedAtMs, updatedAtMs: nowMs };
  const isMoved = await database.transaction(async (tx) => {
    if (!(await moveTask(tx, task.id, { from: task.state, to, nowMs }))) {
      return false;
    }
    await news.note(tx, moved);
    return true;
  });
  if (!isMoved) {
    return task;
  }
  news.tell(moved);
  return moved;
}
