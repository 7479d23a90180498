import type { JsonObject } from '../../dialects/index.ts';
import { isObject } from './input-items.ts';
import { endOf, parseEvent, responseOfEvent } from './response-events.ts';

/** Gathers the items of a stream: those that were ended, whatever its last event lists. */
export interface SaidItems {
  /** Reads one event. */
  read(json: Buffer): void;
  /** The response that was said, once it ended well; null before. */
  whole(): { readonly id: string; readonly items: readonly JsonObject[] } | null;
}

/** Looked for in the bytes, because most events are pieces of text that need not be read again. */
const TELLING = ['"response.output_item.done"', '"response.completed"', '"response.incomplete"'];

/** Reads the events of one response. */
export function createSaidItems(): SaidItems {
  const items: JsonObject[] = [];
  let id: string | null = null;
  return {
    read(json) {
      const event = TELLING.some((type) => json.includes(type)) ? parseEvent(json) : null;
      if (event?.type === 'response.output_item.done' && isObject(event.item)) {
        items.push(event.item);
      } else if (event !== null && endOf(event) !== null) {
        id = String(responseOfEvent(event)?.id);
      }
    },
    whole: () => (id === null ? null : { id, items }),
  };
}
