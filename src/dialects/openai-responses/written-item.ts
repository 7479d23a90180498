import type { JsonObject } from '../dialect.ts';

/** Says one event of a stream; what is no stream says nothing. */
export type Say = (type: string, members: JsonObject) => void;

/** How an item came to its end. */
export type ItemStatus = 'completed' | 'incomplete';

/** Where an item stands in the answer. */
export interface ItemPlace {
  /** The part of its id that follows the prefix. */
  readonly key: string;
  readonly outputIndex: number;
  readonly say: Say;
}

/** An item of the answer while it is written. */
export interface WrittenItem {
  /** Adds text to what is open in it. */
  addText(text: string): void;
  /** Says the end of the item and gives it whole. */
  close(status: ItemStatus): JsonObject;
}

/** Says that an item begins. */
export function sayAdded({ outputIndex, say }: ItemPlace, item: JsonObject): void {
  say('response.output_item.added', { output_index: outputIndex, item });
}

/** Says that an item is whole, and gives it. Codex takes items from here alone. */
export function sayDone({ outputIndex, say }: ItemPlace, item: JsonObject): JsonObject {
  say('response.output_item.done', { output_index: outputIndex, item });
  return item;
}
