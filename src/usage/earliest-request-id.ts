import { earliestId } from '../core/ids.ts';

/** Clocks are read twice for a request, for its id and for its start; this is more than can lie between. */
const SLACK_MS = 10_000;

/**
 * An id that sorts before those of all requests that started at a moment or later, so that a span of time
 * is a span of the index.
 */
export function earliestRequestId(startedAtMs: number): string {
  return earliestId('req', startedAtMs - SLACK_MS);
}

/** An id that sorts after those of all requests that started before a moment. */
export function latestRequestId(startedBeforeMs: number): string {
  return earliestRequestId(startedBeforeMs + 2 * SLACK_MS);
}
