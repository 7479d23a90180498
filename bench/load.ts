import { Histogram, type Percentiles } from './histogram.ts';
import { type Expectation, LoadConnection, type Sample } from './load-connection.ts';

/** What is sent where, over how many connections. The requests are sent by turns. */
export type LoadPlan = {
  port: number;
  connections: number;
  requests: readonly Buffer[];
  expected: Expectation;
};

/** The end of a run: no request starts after `durationMs`, and those under way get `graceMs` to finish. */
export type LoadBounds = { durationMs: number; graceMs: number };

/** What came of a run. Times are in microseconds; the request count leaves out errors. */
export type LoadResult = {
  requests: number;
  errors: number;
  firstError: string | null;
  seconds: number;
  latencyUs: Percentiles;
  firstByteUs: Percentiles;
};

/** A set of connections that stays open from run to run. */
export type Load = { run(bounds: LoadBounds): Promise<LoadResult>; close(): void };

const MAX_ERRORS = 1000;

type Run = {
  requests: number;
  errors: number;
  firstError: string | null;
  inFlight: number;
  stopAtMs: number;
  lastMs: number;
  latency: Histogram;
  firstByte: Histogram;
  finished: () => void;
};

/** Prepares a closed-loop load: each connection sends its next request when the last one was answered. */
export function createLoad({ port, connections, requests, expected }: LoadPlan): Load {
  let run: Run | undefined;
  let turn = 0;
  const next = () => {
    if (run === undefined || run.errors >= MAX_ERRORS || performance.now() >= run.stopAtMs) return undefined;
    run.inFlight += 1;
    turn = (turn + 1) % requests.length;
    return requests[turn];
  };
  const done = (sample: Sample) => {
    if (run === undefined) return;
    record(run, sample);
    // The connection asks for its next request after this, so the end is looked for one turn later.
    if (run.inFlight === 0) setImmediate(run.finished);
  };
  const pool = Array.from({ length: connections }, () => new LoadConnection(port, expected, { next, done }));
  return {
    run: async ({ durationMs, graceMs }) => {
      const startMs = performance.now();
      const current = await new Promise<Run>((resolve) => {
        const started = newRun(startMs + durationMs);
        const overdue = setTimeout(() => {
          started.firstError ??= 'requests were still open after the time of grace';
          started.errors += started.inFlight;
          resolve(started);
        }, durationMs + graceMs);
        started.finished = () => {
          if (started.inFlight > 0) return;
          clearTimeout(overdue);
          resolve(started);
        };
        run = started;
        for (const connection of pool) connection.start();
      });
      run = undefined;
      return summarize(current, startMs);
    },
    close: () => {
      for (const connection of pool) connection.close();
    },
  };
}

function newRun(stopAtMs: number): Run {
  return {
    requests: 0,
    errors: 0,
    firstError: null,
    inFlight: 0,
    stopAtMs,
    lastMs: 0,
    latency: new Histogram(),
    firstByte: new Histogram(),
    finished: () => {},
  };
}

function record(run: Run, { totalUs, firstByteUs, error }: Sample): void {
  run.inFlight -= 1;
  run.lastMs = performance.now();
  if (error !== undefined) {
    run.errors += 1;
    run.firstError ??= error;
    return;
  }
  run.requests += 1;
  run.latency.record(totalUs);
  run.firstByte.record(firstByteUs);
}

function summarize(run: Run, startMs: number): LoadResult {
  return {
    requests: run.requests,
    errors: run.errors,
    firstError: run.firstError,
    seconds: Math.max(0, run.lastMs - startMs) / 1000,
    latencyUs: run.latency.percentiles(),
    firstByteUs: run.firstByte.percentiles(),
  };
}
