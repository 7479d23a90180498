import { type InfiniteData, infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { get, type Query } from './client.ts';

/** One part of a list, as every list of the management API answers. */
export interface ListPart<Row> {
  readonly object: 'list';
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/**
 * A list that grows part by part as it is scrolled. Its key begins with the name of the resource, so that
 * `invalidateQueries({ queryKey: [resource] })` after a change reloads every list and every single one of it.
 */
export function listOptions<Row>(resource: string, path: string, query: Query = {}) {
  return infiniteQueryOptions<
    ListPart<Row>,
    Error,
    readonly Row[],
    readonly [string, 'list', string, Query],
    string | null
  >({
    queryKey: [resource, 'list', path, query] as const,
    queryFn: ({ pageParam, signal }) => get<ListPart<Row>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    select: rowsOf,
    // A new filter keeps the rows before on the screen, dimmed, until its own are there.
    placeholderData: keepPreviousData,
  });
}

function rowsOf<Row>(data: InfiniteData<ListPart<Row>, string | null>): readonly Row[] {
  return data.pages.flatMap((page) => page.data);
}

/** Reads a whole list, for choices that are few: groups, projects, models. */
export async function getAll<Row>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const part: ListPart<Row> = await get<ListPart<Row>>(path, { limit: 100, ...query, cursor }, signal);
    rows.push(...part.data);
    cursor = part.next_cursor;
  } while (cursor !== null && rows.length < 2_000);
  return rows;
}
