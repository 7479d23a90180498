import { describe, expect, it } from 'vitest';
import { createProjectMonth, judgeBudget, monthOf, spendInMonth, spentInMonth } from './project-month.ts';

const DECEMBER_31 = Date.UTC(2026, 11, 31, 23, 59, 59);
const JANUARY_1 = Date.UTC(2027, 0, 1);

describe('the month of a project', () => {
  it('is a calendar month in UTC', () => {
    expect(monthOf(DECEMBER_31)).toEqual({ startMs: Date.UTC(2026, 11, 1), endMs: JANUARY_1 });
    expect(monthOf(JANUARY_1)).toEqual({ startMs: JANUARY_1, endMs: Date.UTC(2027, 1, 1) });
  });

  it('begins anew with the next one (F38)', () => {
    const month = createProjectMonth(DECEMBER_31);
    spendInMonth(month, 100, DECEMBER_31, DECEMBER_31);
    expect(judgeBudget(month, 100, 0, 1, DECEMBER_31)).toEqual({
      limit: 'budget',
      allowed: 100,
      left: 0,
      asked: 1,
      held: 0,
      retryAfterS: 1,
    });
    expect(judgeBudget(month, 100, 0, 100, JANUARY_1)).toBeNull();
    expect(spentInMonth(month, JANUARY_1)).toBe(0);
  });

  it('does not count what began in the month before', () => {
    const month = createProjectMonth(DECEMBER_31);
    spendInMonth(month, 100, DECEMBER_31, JANUARY_1);
    expect(spentInMonth(month, JANUARY_1)).toBe(0);
    spendInMonth(month, 7, JANUARY_1, JANUARY_1 + 5);
    expect(spentInMonth(month, JANUARY_1 + 5)).toBe(7);
  });

  it('does not promise next month to what never fits', () => {
    const month = createProjectMonth(JANUARY_1);
    expect(judgeBudget(month, 100, 0, 101, JANUARY_1)?.retryAfterS).toBeNull();
    expect(judgeBudget(month, 100, 60, 41, JANUARY_1)).toMatchObject({
      left: 40,
      held: 60,
      retryAfterS: null,
    });
  });
});
