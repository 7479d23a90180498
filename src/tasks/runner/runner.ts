import type { Id } from '../../core/ids.ts';
import type { Job } from '../job.ts';
import { findJobs } from '../job-store.ts';
import {
  claimDue,
  poolsWithParked,
  releaseTasks,
  renewLeases,
  type TaskRelease,
  takeOver,
  wakeOverdue,
  wakeParked,
} from '../queue-store.ts';
import type { Task } from '../task.ts';
import { type Cadence, lookAtTask } from './look-at-task.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** How a runner works. */
export interface RunnerOptions {
  /** Tasks that are looked at side by side. */
  readonly width: number;
  /** How often the queue is looked into when nobody nudges. */
  readonly tickMs: number;
  /** How long a task is left to a runner that does not say that it lives. */
  readonly leaseMs: number;
  readonly cadence: Cadence;
}

/** The usual way of working. */
const USUAL_RUNNER: RunnerOptions = {
  width: 64,
  tickMs: 250,
  leaseMs: 30_000,
  cadence: { firstMs: 1_000, longestMs: 30_000 },
};

/** Looks at tasks when they are due. Any number may work on one database. */
export interface Runner {
  start(): void;
  /**
   * Takes over what other runners have claimed; for a process that knows that there is no other one, so that
   * nobody waits for the leases of the dead.
   */
  takeOver(): Promise<void>;
  /** Something is due now, or may be. */
  nudge(): void;
  /** Takes nothing new, waits at most `graceMs` for what is under way, and gives back the rest. */
  stop(graceMs: number): Promise<void>;
}

/** The places that are looked for again though nobody said that they are free. */
const SWEEP_EVERY_MS = 1_000;
/** A task that could not be looked at, because something of ours failed, is looked at again after this. */
const FAILED_AGAIN_MS = 5_000;

/** A runner that is not running yet. */
export function createRunner(deps: RunnerDeps, options: RunnerOptions = USUAL_RUNNER): Runner {
  const { database, clock, onProblem } = deps;
  const { width, tickMs, leaseMs, cadence } = options;
  const owner = deps.ids.next('run');
  const running = new Map<Id<'task'>, Promise<void>>();
  const releases: TaskRelease[] = [];
  let timer: NodeJS.Timeout | null = null;
  let ticking: Promise<void> | null = null;
  let isNudged = false;
  let isStopped = false;
  let sweptAtMs = 0;
  let renewedAtMs = 0;

  async function tick(): Promise<void> {
    await giveBack();
    const nowMs = clock.nowMs();
    if (nowMs - sweptAtMs >= SWEEP_EVERY_MS) {
      sweptAtMs = nowMs;
      await sweep(nowMs);
    }
    if (running.size > 0 && nowMs - renewedAtMs >= leaseMs / 3) {
      renewedAtMs = nowMs;
      await renewLeases(database.db, owner, nowMs + leaseMs);
    }
    const limit = width - running.size;
    if (limit > 0 && !isStopped) {
      const claimed = await claimDue(database, { owner, nowMs, leaseMs, limit });
      await begin(claimed.filter(({ id }) => !running.has(id)));
    }
  }

  async function begin(claimed: readonly Task[]): Promise<void> {
    const jobs = Map.groupBy(
      await findJobs(
        database.db,
        claimed.map(({ id }) => id),
      ),
      ({ taskId }) => taskId,
    );
    for (const task of claimed) {
      const looked = look(task, jobs.get(task.id) ?? []).finally(() => {
        running.delete(task.id);
        nudge();
      });
      running.set(task.id, looked);
    }
  }

  async function look(task: Task, jobs: readonly Job[]): Promise<void> {
    const { id, percent } = task;
    try {
      const next = await lookAtTask(task, jobs, cadence, deps);
      if (next !== null) {
        releases.push({ id, ...next });
      }
    } catch (error) {
      onProblem(`task ${id} could not be looked at`, error);
      releases.push({ id, percent, dueAtMs: clock.nowMs() + FAILED_AGAIN_MS });
    }
  }

  /** All that is given back goes in one transaction, since each costs a write to the disk. */
  async function giveBack(): Promise<void> {
    const batch = releases.splice(0);
    if (batch.length === 0) {
      return;
    }
    try {
      await database.transaction((tx) => releaseTasks(tx, owner, batch));
    } catch (error) {
      releases.unshift(...batch);
      throw error;
    }
  }

  async function sweep(nowMs: number): Promise<void> {
    await wakeOverdue(database.db, nowMs);
    for (const poolId of await poolsWithParked(database.db)) {
      await wakeParked(database.db, poolId, nowMs, 1);
    }
  }

  function run(): void {
    if (ticking !== null) {
      isNudged = true;
      return;
    }
    clearTimeout(timer ?? undefined);
    timer = null;
    isNudged = false;
    ticking = tick()
      .catch((error: unknown) => onProblem('the queue of tasks could not be read', error))
      .finally(() => {
        ticking = null;
        if (!isStopped) {
          timer = setTimeout(run, isNudged ? 0 : tickMs);
        }
      });
  }

  function nudge(): void {
    if (!isStopped && timer !== null) {
      run();
    } else {
      isNudged = true;
    }
  }

  return {
    start: run,
    takeOver: () => takeOver(database.db, clock.nowMs()),
    nudge,
    async stop(graceMs) {
      isStopped = true;
      clearTimeout(timer ?? undefined);
      await ticking;
      await within(graceMs, Promise.all(running.values()));
      await giveBack().catch((error: unknown) => onProblem('tasks could not be given back', error));
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
