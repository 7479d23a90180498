import { describe, expect, it } from 'vitest';
import { median, pairedRatio } from './stats.ts';

describe('median', () => {
  it('takes the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 10, 4])).toBe(3);
  });

  it('leaves out what was not measured', () => {
    expect(median([Number.NaN, 3])).toBe(3);
    expect(median([])).toBeNaN();
  });
});

describe('pairedRatio', () => {
  it('compares round by round', () => {
    expect(pairedRatio([20, 200, 40], [10, 100, 10])).toBe(2);
  });

  it('ignores a round that one side lacks', () => {
    expect(pairedRatio([20, 90], [10])).toBe(2);
    expect(pairedRatio([20], [])).toBeNaN();
  });
});
