import { describe, expect, it } from 'vitest';
import { parseCoreList, pinned } from './cores.ts';

describe('parseCoreList', () => {
  it('expands ranges and single cores', () => {
    expect(parseCoreList('0-2,5,8-9\n')).toEqual([0, 1, 2, 5, 8, 9]);
    expect(parseCoreList('')).toEqual([]);
  });
});

describe('pinned', () => {
  it('puts taskset in front when a core is given', () => {
    expect(pinned(1, ['node', 'x.ts'])).toEqual(['taskset', '-c', '1', 'node', 'x.ts']);
    expect(pinned(undefined, ['node'])).toEqual(['node']);
  });
});
