import { describe, expect, it } from 'vitest';
import { selfTimes } from './cpu-profile.ts';

const frame = (functionName: string, url: string, lineNumber: number) => ({ functionName, url, lineNumber });

describe('selfTimes', () => {
  it('adds up the samples of a function over all places it was called from, without idle time and the start', () => {
    const profile = {
      nodes: [
        { id: 1, callFrame: frame('(root)', '', -1) },
        { id: 2, callFrame: frame('parse', 'file:///a/b/c/d.ts', 9) },
        { id: 3, callFrame: frame('parse', 'file:///a/b/c/d.ts', 9) },
        { id: 4, callFrame: frame('', 'node:net', 0) },
        { id: 5, callFrame: frame('(idle)', '', -1) },
        { id: 6, callFrame: frame('(garbage collector)', '', -1) },
      ],
      samples: [6, 2, 3, 4, 5, 6, 4],
      timeDeltas: [500, 10, 20, 5, 1000, 7, 6],
      startTime: 1_000,
    };
    expect(selfTimes(profile, 1_510)).toEqual([
      { name: 'parse', where: 'b/c/d.ts:10', selfUs: 30 },
      { name: '(anonymous)', where: 'node:net:1', selfUs: 11 },
      { name: '(garbage collector)', where: 'native', selfUs: 7 },
    ]);
  });
});
