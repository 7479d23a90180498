import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import { isUniqueViolation, type Transaction } from '../db/index.ts';
import type { Claim } from '../limits/index.ts';
import { dropEvents } from './event-store.ts';
import { type FinishDeps, finishTask } from './finish-task.ts';
import { createTaskHistory, type TaskHistory } from './history.ts';
import type { Job } from './job.ts';
import { findJobs, insertJobs, lockPlace } from './job-store.ts';
import { markFileRemoved } from './output-store.ts';
import { countOpen } from './queue-store.ts';
import { rowOf } from './row-store.ts';
import { requestCancel } from './state-store.ts';
import { isEnd } from './states.ts';
import * as store from './store.ts';
import type { StoredOutput, Task } from './task.ts';

/** A task that is to be made; everything of it was judged. */
export interface NewTask
  extends Pick<
    Task,
    | 'id'
    | 'requestId'
    | 'poolId'
    | 'surface'
    | 'modality'
    | 'model'
    | 'request'
    | 'wishes'
    | 'terms'
    | 'callbackUrl'
    | 'deadlineAtMs'
    | 'createdAtMs'
  > {
  /** What its key was granted. */
  readonly claim: Claim;
  /** How often upstreams are asked: once, or once for each piece. */
  readonly jobCount: number;
  /** Most tasks of its pool that may be open; the next is refused. */
  readonly mostOpen: number;
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
}

/** What becomes of a wish to cancel. */
export type Canceled =
  /** Nothing was sent: it is over, and everything is given back. */
  | 'canceled'
  /** The upstream is asked to stop; its verdict decides. */
  | 'requested'
  /** It is over. */
  | 'too-late';

/** What is done with tasks, besides running them. */
export interface Tasks extends TaskHistory {
  /**
   * Makes a task with its hold, its jobs and the news of it, in one transaction and before anything is sent.
   * @throws {Refusal} `queue_full`, `insufficient_credits`; the claim is over then.
   */
  create(task: NewTask): Promise<{ readonly task: Task; readonly isNew: boolean }>;
  /** What a key made under an Idempotency-Key in the last 24 hours; null for nothing. */
  replay(
    keyId: Id<'key'>,
    idempotencyKey: string,
  ): Promise<{ readonly task: Task; readonly requestHash: string | null } | null>;
  find(id: string): Promise<Task | null>;
  jobs(task: Pick<Task, 'id'>): Promise<readonly Job[]>;
  list(filter: store.TaskFilter, page: store.TaskPage): Promise<readonly Task[]>;
  /** Cancels what has not begun, and asks for the rest; `onlyWaiting` leaves alone what has begun. */
  cancel(task: Task, onlyWaiting: boolean): Promise<Canceled>;
  /** Removes what clients of event streams can no longer come back to. */
  dropOldEvents(): Promise<void>;
  /** Removes a task that is over from its caller's sight. @throws {Refusal} `conflict` while it is not. */
  remove(task: Task): Promise<void>;
  /** Notes that a file of a task is removed. @throws {Refusal} `conflict` while the task is not over. */
  forgetFile(file: Pick<StoredOutput, 'id' | 'taskId'>): Promise<void>;
}

/** What the service works with. */
export interface TasksDeps extends FinishDeps {
  /** Has a runner look now. */
  nudge(): void;
}

const IDEMPOTENCY_KEPT_MS = 24 * 3_600_000;
const EVENTS_KEPT_MS = 24 * 3_600_000;

/** The tasks of one database. */
export function createTasks(deps: TasksDeps): Tasks {
  const { database, clock, holds, news, nudge } = deps;
  const { db } = database;

  async function replay(keyId: Id<'key'>, idempotencyKey: string) {
    const known = await store.findByIdempotencyKey(db, keyId, idempotencyKey);
    return known === null || clock.nowMs() - known.task.createdAtMs >= IDEMPOTENCY_KEPT_MS ? null : known;
  }

  async function insert(tx: Transaction, made: NewTask): Promise<Task> {
    const { poolId, mostOpen, idempotency, claim } = made;
    await lockPlace(tx, poolId);
    if ((await countOpen(tx, { poolId, most: mostOpen })) >= mostOpen) {
      const message = `${mostOpen} tasks of this group are open already; try again when one has ended`;
      throw new Refusal('queue_full', { message, retryAfterS: 5 });
    }
    if (idempotency !== null) {
      await store.forgetOldKey(tx, claim.keyId, idempotency.key, clock.nowMs() - IDEMPOTENCY_KEPT_MS);
    }
    const task = newTask(made);
    await store.insertTask(tx, rowOf(task, idempotency));
    await insertJobs(tx, task.id, made.jobCount);
    await news.note(tx, task);
    return task;
  }

  return {
    ...createTaskHistory(database),
    async create(made) {
      const { claim, id: taskId, model, idempotency } = made;
      try {
        const task = await holds.holdFor(claim, { taskId, model }, (tx) => insert(tx, made));
        news.tell(task);
        nudge();
        return { task, isNew: true };
      } catch (error) {
        const first =
          idempotency !== null && isUniqueViolation(error)
            ? await replay(claim.keyId, idempotency.key)
            : null;
        if (first === null) {
          throw error;
        }
        if (first.requestHash !== idempotency?.requestHash) {
          throw new Refusal('idempotency_conflict');
        }
        return { task: first.task, isNew: false };
      }
    },
    replay,
    find: (id) => store.findTask(db, id),
    jobs: ({ id }) => findJobs(db, [id]),
    list: (filter, page) => store.listTasks(db, filter, page),
    async cancel(task, onlyWaiting) {
      if (isEnd(task.state)) {
        return 'too-late';
      }
      const error = { code: 'canceled', message: 'The task was canceled' } as const;
      const jobs = await findJobs(db, [task.id]);
      if (await finishTask(task, jobs, { event: 'canceled', error }, deps, true)) {
        return 'canceled';
      }
      if (onlyWaiting && task.state !== 'queued') {
        return 'too-late';
      }
      const isOpen = await database.transaction((tx) => requestCancel(tx, task.id, clock.nowMs()));
      nudge();
      return isOpen ? 'requested' : 'too-late';
    },
    dropOldEvents: () => dropEvents(db, clock.nowMs() - EVENTS_KEPT_MS),
    async remove(task) {
      refuseOpen(await store.hideTask(db, task.id));
    },
    async forgetFile({ id, taskId }) {
      refuseOpen(await database.transaction((tx) => markFileRemoved(tx, taskId, id)));
    },
  };
}

function refuseOpen(isOver: boolean): void {
  if (!isOver) {
    throw new Refusal('conflict', { message: 'This task is not over yet; cancel it first' });
  }
}

function newTask({ claim, jobCount, mostOpen, idempotency, ...asked }: NewTask): Task {
  const { organizationId, projectId, keyId, holdNano } = claim;
  return {
    ...asked,
    ...{ organizationId, projectId, keyId, holdNano },
    ...{ state: 'pending', percent: null, outputs: [], error: null, bill: null },
    ...{ isCancelRequested: false, isActive: false },
    ...{ startedAtMs: null, endedAtMs: null, expiresAtMs: null, updatedAtMs: asked.createdAtMs },
  };
}
