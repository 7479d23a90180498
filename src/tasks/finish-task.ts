import { type EndedHold, recordTask, type TaskHolds } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/index.ts';
import type { Job } from './job.ts';
import { dropCredentials } from './job-store.ts';
import type { TaskNews } from './news.ts';
import type { Outcome } from './outcome.ts';
import { wakeParked } from './queue-store.ts';
import { recordOf } from './record-of.ts';
import { moveTask } from './state-store.ts';
import { nextState } from './states.ts';
import type { Task } from './task.ts';
import { costOfJobs } from './terms.ts';

/** What ending a task works with. */
export interface FinishDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly holds: TaskHolds;
  readonly news: TaskNews;
}

/** A job that went on after the time was up is asked once more after this, for the record alone. */
const LATE_LOOK_MS = 600_000;

/**
 * Ends a task: its state, its money, its row in the request log and what its caller is told, in one
 * transaction that does nothing where somebody else ended it first. Says whether it was this one.
 * `onlyIdle` ends it only if no upstream was ever asked.
 */
export async function finishTask(
  task: Task,
  jobs: readonly Job[],
  { event, error }: Outcome,
  { database, clock, holds, news }: FinishDeps,
  onlyIdle = false,
): Promise<boolean> {
  const to = nextState(task.state, event);
  if (to === null) {
    return false;
  }
  const nowMs = clock.nowMs();
  const outputs = event === 'made' ? jobs.flatMap(({ made }) => made?.outputs ?? []) : [];
  const cost = costOfJobs(event === 'made' ? jobs : [], task.terms);
  const isLate = event === 'ran-out' && jobs.some(({ state }) => state === 'working');
  const over = {
    ...{ ...task, state: to, outputs, error, endedAtMs: nowMs, updatedAtMs: nowMs },
    percent: event === 'made' ? 100 : task.percent,
    expiresAtMs: outputs[0]?.expiresAtMs ?? null,
  };
  const finished = await database.transaction(async (tx) => {
    // The state goes first: whoever changes it ends the hold, and nobody else.
    const isMine = await moveTask(tx, task.id, {
      ...{ from: task.state, to, nowMs, error, onlyIdle, expiresAtMs: over.expiresAtMs },
      outputs: JSON.stringify(outputs),
      usage: JSON.stringify(cost.measured),
      chargeNano: Math.min(cost.costNano, task.holdNano),
      lateLookAtMs: isLate ? nowMs + LATE_LOOK_MS : null,
    });
    if (!isMine) {
      return null;
    }
    const ended = await holds.captureHold(tx, { taskId: task.id, costNano: cost.costNano });
    const bill = { measured: cost.measured, chargeNano: ended?.chargeNano ?? 0 };
    await recordTask(tx, recordOf({ ...over, bill }, jobs, cost, ended), nowMs);
    if (!isLate) {
      await dropCredentials(tx, task.id);
    }
    await news.note(tx, { ...over, bill });
    return { ended };
  });
  if (finished === null) {
    return false;
  }
  await afterwards(task, finished.ended, { database, clock, holds, news });
  return true;
}

/** What follows the commit: the counters of this process, those who listen, and whoever waits for the place. */
async function afterwards(
  task: Task,
  ended: EndedHold | null,
  { database, clock, holds, news }: FinishDeps,
): Promise<void> {
  holds.confirmEnd(ended);
  news.tell(task);
  await wakeParked(database.db, task.poolId, clock.nowMs(), 1);
}
