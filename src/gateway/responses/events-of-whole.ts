import type { JsonObject } from '../../dialects/index.ts';
import { isObject } from './input-items.ts';
import { parseEvent } from './response-events.ts';

/**
 * The events of a response that came whole although a stream was asked for; null for bytes that are no
 * response. Clients take items from their own events, so there is one for each.
 */
export function eventsOfWhole(body: Buffer): readonly JsonObject[] | null {
  const response = parseEvent(body);
  if (response?.object !== 'response') {
    return null;
  }
  const output: readonly unknown[] = Array.isArray(response.output) ? response.output : [];
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const items = output
    .filter(isObject)
    .map((item, index) => ({ type: 'response.output_item.done', output_index: index, item }));
  const last = { type: `response.${response.status}`, response };
  return [{ type: 'response.created', response: begun }, ...items, last].map((event, index) => ({
    ...event,
    sequence_number: index,
  }));
}
