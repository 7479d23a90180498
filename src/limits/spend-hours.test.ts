import { describe, expect, it } from 'vitest';
import { createSpendHours, hasSpendWindow, judgeSpend, oldestHourMs, spend } from './spend-hours.ts';
import { START_MS } from './testing/claims.ts';

const HOUR_MS = 3_600_000;
const NONE = { '5h': null, '1d': null, '7d': null, '30d': null };

describe('spend windows', () => {
  it('each counts its own hours, the oldest whole (F38)', () => {
    const hours = createSpendHours();
    spend(hours, 100, START_MS, START_MS);
    const left = (windows: Partial<Record<keyof typeof NONE, number>>, atMs: number) =>
      judgeSpend(hours, { ...NONE, ...windows }, 0, 1, START_MS + atMs)?.left ?? 'fits';
    expect(left({ '5h': 100 }, 6 * HOUR_MS - 1)).toBe(0);
    expect(left({ '5h': 100 }, 6 * HOUR_MS)).toBe('fits');
    expect(left({ '1d': 100 }, 25 * HOUR_MS - 1)).toBe(0);
    expect(left({ '1d': 100 }, 25 * HOUR_MS)).toBe('fits');
    expect(left({ '7d': 100 }, 169 * HOUR_MS - 1)).toBe(0);
    expect(left({ '7d': 100 }, 169 * HOUR_MS)).toBe('fits');
    expect(left({ '30d': 100 }, 721 * HOUR_MS - 1)).toBe(0);
    expect(left({ '30d': 100 }, 721 * HOUR_MS)).toBe('fits');
  });

  it('judges what was spent, what is held and the hold together', () => {
    const hours = createSpendHours();
    spend(hours, 60, START_MS, START_MS);
    expect(judgeSpend(hours, { ...NONE, '5h': 100 }, 30, 10, START_MS)).toBeNull();
    expect(judgeSpend(hours, { ...NONE, '5h': 100 }, 30, 11, START_MS)).toMatchObject({
      limit: '5h',
      allowed: 100,
      left: 10,
      asked: 11,
      held: 30,
    });
  });

  it('says when there is room, and nothing when time alone does not make it', () => {
    const hours = createSpendHours();
    spend(hours, 40, START_MS - 2 * HOUR_MS, START_MS);
    spend(hours, 60, START_MS, START_MS);
    const retry = (holdNano: number, heldNano = 0) =>
      judgeSpend(hours, { ...NONE, '5h': 100 }, heldNano, holdNano, START_MS)?.retryAfterS;
    expect(retry(40)).toBe(4 * 3_600);
    expect(retry(41)).toBe(6 * 3_600);
    expect(retry(101)).toBeNull();
    expect(retry(50, 60)).toBeNull();
  });

  it('names the window that refuses longest', () => {
    const hours = createSpendHours();
    spend(hours, 100, START_MS, START_MS);
    const windows = { ...NONE, '5h': 100, '7d': 100, '1d': 100 };
    const refusing = judgeSpend(hours, windows, 0, 1, START_MS);
    expect(refusing).toMatchObject({ limit: '7d', retryAfterS: 169 * 3_600 });
    expect(judgeSpend(hours, { ...windows, '5h': 0 }, 0, 1, START_MS)).toMatchObject({
      limit: '5h',
      retryAfterS: null,
    });
  });

  it('counts the cost of a long request in the hour it began in', () => {
    const hours = createSpendHours();
    spend(hours, 100, START_MS - HOUR_MS, START_MS);
    expect(judgeSpend(hours, { ...NONE, '5h': 100 }, 0, 1, START_MS)?.retryAfterS).toBe(5 * 3_600);
  });

  it('knows how far back it looks, and whether it looks at all', () => {
    expect(oldestHourMs(START_MS + 1)).toBe(START_MS - 720 * HOUR_MS);
    expect([hasSpendWindow(NONE), hasSpendWindow({ ...NONE, '30d': 0 })]).toEqual([false, true]);
  });
});
