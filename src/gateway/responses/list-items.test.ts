import { describe, expect, it } from 'vitest';
import { listItems } from './list-items.ts';

const ITEMS = Array.from({ length: 5 }, (_, index) => ({ id: `i${index}` }));

function idsOf(query: string) {
  const { data, ...page } = listItems(ITEMS, new URLSearchParams(query));
  return { ...page, ids: (data as { id: string }[]).map(({ id }) => id) };
}

describe('listItems', () => {
  it.each([
    ['', ['i4', 'i3', 'i2', 'i1', 'i0'], false],
    ['limit=2', ['i4', 'i3'], true],
    ['limit=2&after=i3', ['i2', 'i1'], true],
    ['limit=2&after=i1', ['i0'], false],
    ['order=asc&limit=3', ['i0', 'i1', 'i2'], true],
    ['order=asc&after=i4', [], false],
  ])('%s', (query, ids, has_more) => {
    expect(idsOf(query)).toEqual({
      object: 'list',
      ids,
      first_id: ids[0] ?? null,
      last_id: ids.at(-1) ?? null,
      has_more,
    });
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'order=up', 'after=nobody'])('refuses %s', (query) => {
    expect(() => idsOf(query)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
