import type { Id } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { eventBounds, listEvents } from './event-store.ts';
import { isEnd, type TaskState } from './states.ts';
import { findTasks, listTasks } from './store.ts';
import type { Task } from './task.ts';

/** A change that the caller of a task is told, with the task as it was then. */
export interface TaskChangeNote {
  readonly seq: number;
  readonly task: Task;
}

/** What callers are told of their tasks. */
export interface TaskHistory {
  /** Where a client goes on that had seen `lastSeq`; fresh where that is unknown or not kept any more. */
  newsFrom(
    keyId: Id<'key'>,
    lastSeq: number | null,
  ): Promise<{ readonly seq: number; readonly isFresh: boolean }>;
  /** What a key is told after a number, the oldest first. */
  newsAfter(keyId: Id<'key'>, seq: number, limit: number): Promise<readonly TaskChangeNote[]>;
  /** The tasks of a key that are not over, the oldest first. */
  openOf(keyId: Id<'key'>): Promise<readonly Task[]>;
}

/** A key that has more open tasks than this is shown the oldest of them. */
const MOST_OPEN = 1_000;

/** The history of the tasks of one database. */
export function createTaskHistory({ db }: Pick<Database, 'db'>): TaskHistory {
  return {
    async newsFrom(keyId, given) {
      const { firstSeq, lastSeq } = await eventBounds(db, keyId);
      const isKnown = given !== null && given <= lastSeq && (given === lastSeq || given >= firstSeq - 1);
      return isKnown ? { seq: given, isFresh: false } : { seq: lastSeq, isFresh: true };
    },
    async newsAfter(keyId, seq, limit) {
      const notes = await listEvents(db, keyId, seq, limit);
      const found = await findTasks(db, [...new Set(notes.map(({ taskId }) => taskId))]);
      const tasks = new Map(found.map((task) => [task.id, task]));
      return notes.flatMap(({ seq: at, taskId, state }) => {
        const task = tasks.get(taskId);
        return task === undefined ? [] : [{ seq: at, task: asItWas(task, state) }];
      });
    },
    openOf: (keyId) =>
      listTasks(
        db,
        { keyId, states: ['pending', 'queued', 'running'] },
        { limit: MOST_OPEN, after: null, order: 'asc' },
      ),
  };
}

/** A task in a state that it had before: without what came later. */
function asItWas(task: Task, state: TaskState): Task {
  if (isEnd(state) || task.state === state) {
    return task;
  }
  const startedAtMs = state === 'running' ? task.startedAtMs : null;
  const nothing = { outputs: [], error: null, bill: null, endedAtMs: null, expiresAtMs: null } as const;
  return { ...task, ...nothing, state, startedAtMs, percent: null };
}
