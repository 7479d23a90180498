import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/index.ts';
import { type Job, nextRunMs, nextTryMs } from './job.ts';
import { extendLease, finishJob, insertJob, takeJob } from './job-store.ts';

/** How long a job belongs to a process that says nothing; one that died is followed by another after it. */
const LEASE_MS = 60_000;
const LOOK_EVERY_MS = 5_000;
const MAX_ERROR_CHARACTERS = 500;

/** Runs jobs that are due, one after the other, from its start until it is stopped. */
export interface Worker {
  start(): void;
  /** Tells the job that runs to stop, and resolves when it has. */
  stop(): Promise<void>;
  /** Runs what is due now; for tests. Resolves when nothing is due any more. */
  runDue(): Promise<void>;
}

/** What a worker works with. */
export interface WorkerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: readonly Job[];
  /** Told of a job that failed, and, with null for the name, of a database that does not answer. */
  readonly onFailure: (name: string | null, error: unknown) => void;
  /** Told of every run that went well. */
  readonly onSuccess?: (name: string) => void;
  readonly leaseMs?: number;
}

/** A worker of one process. Any number of them may work on one database; a job runs in one of them. */
export function createWorker(options: WorkerOptions): Worker {
  return new LeasingWorker(options);
}

class LeasingWorker implements Worker {
  readonly #options: WorkerOptions;
  readonly #leaseMs: number;
  readonly #stopping = new AbortController();
  #areKnown = false;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.runDue().catch((error: unknown) => this.#options.onFailure(null, error));
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer ?? undefined);
    await this.#running?.catch(() => undefined);
  }

  async runDue(): Promise<void> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #runAll(): Promise<void> {
    const { database, clock, jobs } = this.#options;
    if (!this.#areKnown) {
      for (const { name, schedule } of jobs) {
        await insertJob(database.db, name, nextRunMs(schedule, clock.nowMs()));
      }
      this.#areKnown = true;
    }
    for (const job of jobs) {
      if (this.#stopping.signal.aborted) {
        return;
      }
      const nowMs = clock.nowMs();
      const lease = { name: job.name, untilMs: nowMs + this.#leaseMs };
      if (await takeJob(database.db, lease, nowMs)) {
        await this.#run(job, lease);
      }
    }
  }

  async #run(job: Job, lease: { readonly name: string; untilMs: number }): Promise<void> {
    const { database, clock, onFailure, onSuccess } = this.#options;
    let extending = Promise.resolve();
    const heartbeat = setInterval(() => {
      extending = this.#extend(lease);
    }, this.#leaseMs / 3);
    heartbeat.unref();
    let error: string | null = null;
    try {
      await job.run(this.#stopping.signal);
      onSuccess?.(job.name);
    } catch (problem) {
      error = String(problem instanceof Error ? problem.message : problem).slice(0, MAX_ERROR_CHARACTERS);
      onFailure(job.name, problem);
    } finally {
      clearInterval(heartbeat);
    }
    await extending;
    const nowMs = clock.nowMs();
    const nextMs = error === null ? nextRunMs(job.schedule, nowMs) : nextTryMs(job.schedule, nowMs);
    await finishJob(database.db, lease, { nowMs, nextRunMs: nextMs, error });
  }

  /** A lease that cannot be kept is no reason to stop: what a job does may be done twice. */
  async #extend(lease: { readonly name: string; untilMs: number }): Promise<void> {
    const untilMs = this.#options.clock.nowMs() + this.#leaseMs;
    try {
      if (await extendLease(this.#options.database.db, lease, untilMs)) {
        lease.untilMs = untilMs;
      }
    } catch (error) {
      this.#options.onFailure(lease.name, error);
    }
  }
}
