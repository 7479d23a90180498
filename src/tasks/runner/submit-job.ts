import type { AttemptRecord } from '../../billing/index.ts';
import type { Submitted } from '../../providers/index.ts';
import {
  type Candidate,
  createTried,
  type Failure,
  failureOfAnswer,
  failureOfConnection,
  type Tried,
} from '../../routing/index.ts';
import type { NoAnswer, WholeAnswer } from '../../upstream/index.ts';
import type { Job } from '../job.ts';
import type { Task } from '../task.ts';
import { offersFor } from './offers-for.ts';
import { openUpstream } from './open-upstream.ts';
import { type JobLook, lookOf } from './progress.ts';
import type { RunnerDeps } from './runner-deps.ts';
import { takePlace } from './take-place.ts';
import { change, takeProgress } from './take-progress.ts';
import { workOf } from './work-of.ts';

/** Submits that upstreams may refuse for reasons of their own before a task gives up. */
const MOST_REFUSALS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** What came of one submit. */
type Outcome =
  | { readonly kind: 'look'; readonly look: JobLook }
  /** Nothing was started, and another account may be asked. */
  | { readonly kind: 'elsewhere'; readonly job: Job; readonly waitMs: number | null };

/**
 * Sends a job to an upstream, once: what may have arrived is never sent again. Upstreams that certainly
 * started nothing are passed over for others, as those of a request are.
 */
export async function submitJob(
  task: Task,
  waiting: Job,
  jobCount: number,
  deps: RunnerDeps,
): Promise<JobLook> {
  const tried = createTried();
  const full = new Set<string>();
  let job = waiting;
  let waitMs: number | null = null;
  for (;;) {
    const offers = offersFor(task, deps.snapshots.current()).filter(({ channel }) => !full.has(channel.id));
    const { candidate, retryAfterS } = deps.road.choose(offers, tried, null);
    if (candidate === null) {
      const soonMs = full.size > 0 ? null : (waitMs ?? Math.max(pauseMs(job), (retryAfterS ?? 1) * 1_000));
      return lookOf(job, { nextMs: soonMs, waitsForPlace: full.size > 0 });
    }
    const place = await takePlace(task, job, candidate, deps);
    if (place === 'pool-full') {
      return lookOf(job, { waitsForPlace: true });
    }
    if (place === 'channel-full') {
      full.add(candidate.offer.channel.id);
      continue;
    }
    if (place === 'lost') {
      return lookOf(job);
    }
    const outcome = await send(task, place, candidate, jobCount, tried, deps);
    if (outcome.kind === 'look') {
      return outcome.look;
    }
    job = outcome.job;
    waitMs = outcome.waitMs ?? waitMs;
    if (job.attempts.length >= MOST_REFUSALS || job.state !== 'waiting') {
      return lookOf(job);
    }
  }
}

async function send(
  task: Task,
  job: Job,
  candidate: Candidate,
  jobCount: number,
  tried: Tried,
  deps: RunnerDeps,
): Promise<Outcome> {
  const upstream = openUpstream(task, job, deps);
  if (upstream === null) {
    return { kind: 'look', look: lookOf(job) };
  }
  const work = await workOf(task, job, candidate.offer.upstreamModel, jobCount, deps);
  const startedAtMs = deps.clock.nowMs();
  deps.road.begin(candidate);
  let answer: WholeAnswer | NoAnswer;
  try {
    answer = await deps.ask(upstream, upstream.adapter.submit(work), 'submit');
  } finally {
    deps.road.end(candidate);
  }
  const said = answer.kind === 'answer' ? upstream.adapter.readSubmit(work, answer) : null;
  const attempts = [...job.attempts, attemptOf(job, answer, said, startedAtMs, deps)];
  if (said === null) {
    return noAnswer(job, answer as NoAnswer, candidate, attempts, tried, deps);
  }
  if (said.kind === 'refused' || said.kind === 'busy') {
    return refused(job, said, answer as WholeAnswer, candidate, attempts, tried, deps);
  }
  deps.road.succeeded(candidate);
  const state = said.kind === 'unreadable' ? 'unknown' : 'working';
  const known = await change(job, { state, attempts, upstreamState: stateOf(said) }, deps);
  return { kind: 'look', look: await takeProgress(task, known, upstream, said, jobCount, deps) };
}

function stateOf(said: Submitted): unknown {
  return said.kind === 'working' || said.kind === 'continue' ? said.state : null;
}

/** What certainly did not arrive may go elsewhere; of anything else nobody knows. */
async function noAnswer(
  job: Job,
  { failure, mayHaveArrived }: NoAnswer,
  candidate: Candidate,
  attempts: readonly AttemptRecord[],
  tried: Tried,
  deps: RunnerDeps,
): Promise<Outcome> {
  deps.road.failed(candidate, failureOfConnection(failure.code));
  if (mayHaveArrived) {
    deps.onProblem(`task ${job.taskId}: nobody knows whether the upstream got it (${failure.code})`);
    return { kind: 'look', look: lookOf(await change(job, { state: 'unknown', attempts }, deps)) };
  }
  tried.add(candidate, true);
  return { kind: 'elsewhere', job: await change(job, { state: 'waiting', attempts }, deps), waitMs: null };
}

async function refused(
  job: Job,
  said: Extract<Submitted, { kind: 'refused' | 'busy' }>,
  { status, headers, body }: WholeAnswer,
  candidate: Candidate,
  attempts: readonly AttemptRecord[],
  tried: Tried,
  deps: RunnerDeps,
): Promise<Outcome> {
  if (said.kind === 'refused' && !said.mayGoElsewhere) {
    return { kind: 'look', look: lookOf(await refuse(job, said, attempts, deps)) };
  }
  const failure = failureOfAnswer(status, headers, body.toString('utf8', 0, 65_536), deps.clock.nowMs());
  deps.road.failed(candidate, saidElsewhere(failure));
  tried.add(candidate, false);
  if (said.kind === 'busy') {
    // To be busy is no fault, so it is not counted against the task.
    const waiting = await change(job, { state: 'waiting' }, deps);
    return { kind: 'elsewhere', job: waiting, waitMs: said.retryAfterMs ?? FIRST_PAUSE_MS };
  }
  if (attempts.length >= MOST_REFUSALS) {
    return { kind: 'look', look: lookOf(await refuse(job, said, attempts, deps)) };
  }
  return { kind: 'elsewhere', job: await change(job, { state: 'waiting', attempts }, deps), waitMs: null };
}

function refuse(
  job: Job,
  { failure: code, message }: Extract<Submitted, { kind: 'refused' }>,
  attempts: readonly AttemptRecord[],
  deps: RunnerDeps,
): Promise<Job> {
  return change(job, { state: 'failed', attempts, failure: { code, message } }, deps);
}

/** The adapter knows its vendor: what it says may go elsewhere is no mistake of the caller. */
function saidElsewhere(failure: Failure): Failure {
  return failure.kind === 'caller' ? { ...failure, kind: 'broken' } : failure;
}

function attemptOf(
  { upstream }: Job,
  answer: WholeAnswer | NoAnswer,
  said: Submitted | null,
  startedAtMs: number,
  { clock }: RunnerDeps,
): AttemptRecord {
  const isFine = said !== null && said.kind !== 'refused' && said.kind !== 'busy' && said.kind !== 'failed';
  const totalMs = Math.max(0, clock.nowMs() - startedAtMs);
  const code = answer.kind === 'answer' ? `upstream_${answer.status}` : answer.failure.code;
  return {
    channelId: upstream?.channelId ?? 'chan_none',
    status: isFine ? 'succeeded' : 'failed',
    upstreamStatus: answer.kind === 'answer' ? answer.status : null,
    errorCode: isFine ? null : code,
    startedAtMs,
    firstByteMs: answer.kind === 'answer' ? totalMs : null,
    totalMs,
    upstreamCostNano: null,
  };
}

function pauseMs({ attempts }: Job): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts.length);
}
