import type { JsonObject } from '../../dialects/index.ts';
import type { ResponseStatus } from '../../responses/index.ts';
import { isObject } from './input-items.ts';

/** How the events that end a stream leave the response (openai-node, `ResponseStreamEvent`). */
const TERMINAL: Readonly<Record<string, ResponseStatus>> = {
  'response.completed': 'completed',
  'response.incomplete': 'incomplete',
  'response.failed': 'failed',
};

/** How an event leaves its response; null for one that does not end it. */
export function endOf(event: JsonObject): ResponseStatus | null {
  return typeof event.type === 'string' ? (TERMINAL[event.type] ?? null) : null;
}

/** The response an event carries; null for one that carries none. */
export function responseOfEvent(event: JsonObject): JsonObject | null {
  return isObject(event.response) ? event.response : null;
}

/** The event in the bytes of its JSON; null for what is none. */
export function parseEvent(json: Buffer | string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(String(json));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** One server-sent event. */
export function eventBytes(event: JsonObject): Buffer {
  return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
