import type { Books } from '../bill.ts';
import { createRing } from '../ring.ts';
import { type Media, noTokens } from '../tokens.ts';
import { DEFAULT_PLAN, type JobPlan, type Outcome } from './job-plan.ts';

/** What a vendor was asked to make. */
export type NewJob = {
  /** The platform it was asked of; jobs of others and of other credentials are unknown there. */
  readonly vendor: string;
  readonly credential: string;
  readonly model: string;
  readonly prompt: string;
  /** What is charged when it is made. */
  readonly media: Readonly<Partial<Media>>;
  /** What came with it that its answers repeat. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** Where changes are told, and in which words; undefined for nowhere. */
  readonly callback?: { readonly url: string; bodyOf(job: Job, status: JobStatus): unknown };
};

/** A job as it was submitted. What it is now follows from the clock. */
export type Job = NewJob & {
  readonly id: string;
  readonly createdAtMs: number;
  readonly plan: Readonly<JobPlan>;
  canceledAtMs: number | undefined;
  polls: number;
  isCharged: boolean;
};

/** Where a job stands. */
export type JobStatus = 'queued' | 'running' | 'canceled' | Outcome;

/** Every job that was submitted to any vendor. */
export type Jobs = {
  /** The same request never makes the same job twice: each call is a job of its own. */
  submit(job: NewJob, nowMs: number): Job;
  /** A job as a poll sees it; undefined where it is unknown, also for the first polls of a plan that says so. */
  poll(vendor: string, credential: string, id: string): Job | undefined;
  statusOf(job: Job, nowMs: number): JobStatus;
  /** Ends a job that still waits; false for any other. */
  cancel(job: Job, nowMs: number): boolean;
  /** Whether a link to a result still opens. */
  linksOpen(job: Job, nowMs: number): boolean;
  /** By its id alone, for links. */
  byId(id: string): Job | undefined;
  /** Charges what was made until now. */
  charge(books: Books, nowMs: number): void;
  list(): Job[];
  plan(): JobPlan;
  setPlan(plan: Partial<JobPlan>): void;
  clear(): void;
};

/** How many jobs are remembered. */
const MOST_JOBS = 100_000;
/** A prompt with this word is never drawn, as with pictures that are made at once. */
const FORBIDDEN = 'forbidden';

/** Creates an empty list of jobs. */
export function createJobs(): Jobs {
  const ring = createRing<Job>(MOST_JOBS);
  const byId = new Map<string, Job>();
  let uncharged = new Set<Job>();
  let plan: JobPlan = { ...DEFAULT_PLAN };
  let last = 0;
  return {
    submit(job, nowMs) {
      last += 1;
      const id = `${job.vendor}-${last.toString().padStart(8, '0')}`;
      const outcome = job.prompt.includes(FORBIDDEN) ? 'filtered' : plan.outcome;
      const own = { ...plan, outcome };
      const made: Job = {
        ...job,
        id,
        createdAtMs: nowMs,
        plan: own,
        canceledAtMs: undefined,
        polls: 0,
        isCharged: false,
      };
      ring.push(made);
      byId.set(id, made);
      uncharged.add(made);
      return made;
    },
    poll(vendor, credential, id) {
      const job = byId.get(id);
      if (job === undefined || job.vendor !== vendor || job.credential !== credential) return undefined;
      job.polls += 1;
      return job.polls > job.plan.unseen_polls ? job : undefined;
    },
    statusOf,
    cancel(job, nowMs) {
      if (statusOf(job, nowMs) !== 'queued') return false;
      job.canceledAtMs = nowMs;
      return true;
    },
    linksOpen: (job, nowMs) => nowMs < endOf(job) + job.plan.links_ms,
    byId: (id) => byId.get(id),
    charge(books, nowMs) {
      for (const job of uncharged) {
        const status = statusOf(job, nowMs);
        if (status === 'queued' || status === 'running') continue;
        uncharged.delete(job);
        if (status === 'succeeded') {
          job.isCharged = true;
          const charge = { kind: 'job', model: job.model, prompt: noTokens(), media: job.media };
          books.open(job.id, job.credential, charge, endOf(job)).complete();
        }
      }
    },
    list: () => ring.list(),
    plan: () => plan,
    setPlan(more) {
      plan = { ...plan, ...more };
    },
    clear() {
      ring.clear();
      byId.clear();
      uncharged = new Set();
      plan = { ...DEFAULT_PLAN };
    },
  };
}

function statusOf({ createdAtMs, canceledAtMs, plan }: Job, nowMs: number): JobStatus {
  if (canceledAtMs !== undefined) return 'canceled';
  if (nowMs < createdAtMs + plan.queue_ms) return 'queued';
  return nowMs < createdAtMs + plan.queue_ms + plan.run_ms ? 'running' : plan.outcome;
}

function endOf({ createdAtMs, plan }: Job): number {
  return createdAtMs + plan.queue_ms + plan.run_ms;
}
