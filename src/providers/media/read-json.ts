import { isJsonObject, type JsonObject, parseLoosely } from '../../dialects/index.ts';
import type { MediaAnswer, MediaProgress } from './media-adapter.ts';

/** The JSON of an answer; an empty object where it is none, so that every field of it is missing. */
export function jsonOf({ body }: MediaAnswer): JsonObject {
  const value = parseLoosely(body);
  return isJsonObject(value) ? value : {};
}

/** A field as an object; an empty one where it is none. */
export function objectIn(value: JsonObject, field: string): JsonObject {
  const found = value[field];
  return isJsonObject(found) ? found : {};
}

/** A field as a text that is not empty; null where it is none. */
export function textIn(value: JsonObject, field: string): string | null {
  const found = value[field];
  return typeof found === 'string' && found !== '' ? found : null;
}

/** A field as a number that is not negative; null where it is none. */
export function numberIn(value: JsonObject, field: string): number | null {
  const found = value[field];
  return typeof found === 'number' && found >= 0 ? found : null;
}

/**
 * What a poll says that was answered with an error: nothing about the job. Vendors are known to answer 404 for
 * a job they have just begun.
 */
export function unreadable({ status }: MediaAnswer): MediaProgress {
  return { kind: 'unreadable', reason: `the upstream answered ${status} to a poll` };
}

/** A job that goes on. */
export function working(
  status: 'queued' | 'running',
  state: unknown,
  percent: number | null = null,
): MediaProgress {
  return { kind: 'working', status, percent, state, nextPollMs: null };
}

/** What a state holds that was kept as JSON; an empty text where it does not. */
export function idOf(state: unknown): string {
  return isJsonObject(state) ? (textIn(state, 'id') ?? '') : '';
}
