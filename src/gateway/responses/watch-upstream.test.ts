import { describe, expect, it } from 'vitest';
import { watchUpstream } from './watch-upstream.ts';

function idOf(bytes: string, isEvent: boolean): string | null {
  let found: string | null = null;
  const watcher = watchUpstream((id) => {
    found = id;
  });
  const seen = isEvent ? watcher.frames(Buffer.from(bytes)) : watcher.whole(Buffer.from(bytes));
  expect(String(seen)).toBe(bytes);
  return found;
}

describe('the id an upstream gives', () => {
  it.each([
    ['{"metadata":{"id":"resp_stranger"},"id":"resp_mine"}', false, 'resp_mine'],
    [
      'data: {"id":"resp_stranger","response":{"metadata":{"id":"resp_stranger"},"id":"resp_mine"}}\n\n',
      true,
      'resp_mine',
    ],
    ['event: x\ndata: {"type":"x","item":{"id":"resp_stranger"}}\n\n', true, null],
    ['{"id":7}', false, null],
    ['{"error":{"message":"no"}}', false, null],
    ['not json', false, null],
    [': comment\n\n', true, null],
  ])('of %s', (bytes, isEvent, id) => {
    expect(idOf(bytes, isEvent)).toBe(id);
  });
});
