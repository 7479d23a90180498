import { createIds } from '../core/ids.ts';

const PREFIX_AND_TIME = 'req_'.length + 10;

/** Clocks are read twice for a request, for its id and for its start; this is more than can lie between. */
const SLACK_MS = 10_000;

/**
 * An id that sorts before those of all requests that started at a moment or later, so that a span of time
 * is a span of the index.
 */
export function earliestRequestId(startedAtMs: number): string {
  const ms = Math.max(0, startedAtMs - SLACK_MS);
  const ids = createIds({ nowMs: () => ms, monotonicMs: () => 0 });
  return ids.next('req').slice(0, PREFIX_AND_TIME);
}

/** An id that sorts after those of all requests that started before a moment. */
export function latestRequestId(startedBeforeMs: number): string {
  return earliestRequestId(startedBeforeMs + 2 * SLACK_MS);
}
