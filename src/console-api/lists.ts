import { invalidField } from '../core/refusal.ts';

/** A part of a list as a service gives it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next part begins; null at the end. */
  readonly nextCursor: string | null;
}

/** A part of a list as it is answered. */
export function presentPage<Item, Json>(page: Page<Item>, present: (item: Item) => Json) {
  return {
    object: 'list' as const,
    data: page.items.map(present),
    has_more: page.nextCursor !== null,
    next_cursor: page.nextCursor,
  };
}

/**
 * A list that is short enough to be read whole, cut to the part that was asked for; the cursor is an id.
 * @throws {Refusal} `invalid_request` when nothing in the list has that id any more.
 */
export function pageOf<Item>(
  items: readonly Item[],
  query: { readonly limit: number; readonly cursor?: string | undefined },
  idOf: (item: Item) => string,
): Page<Item> {
  const before = query.cursor === undefined ? -1 : items.findIndex((item) => idOf(item) === query.cursor);
  if (before === -1 && query.cursor !== undefined) {
    throw invalidField('cursor', 'the list has changed; start again without it');
  }
  const part = items.slice(before + 1, before + 1 + query.limit);
  const last = part.at(-1);
  const isEnd = last === undefined || before + 1 + query.limit >= items.length;
  return { items: part, nextCursor: isEnd ? null : idOf(last) };
}
