import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correct, createMinuteWindow, msUntilFree, take, takenOf } from './minute-window.ts';

describe('a minute', () => {
  it('never holds more than the limit in any 60 seconds, whenever requests come (F37)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(30_000), { maxLength: 60 }),
        (limit, gaps) => {
          const window = createMinuteWindow();
          const granted: number[] = [];
          let nowMs = 0;
          for (const gap of gaps) {
            nowMs += gap;
            if (takenOf(window, nowMs) < limit) {
              take(window, 1, nowMs);
              granted.push(nowMs);
            }
          }
          for (const [at, ms] of granted.entries()) {
            expect((granted[at + limit] ?? Number.POSITIVE_INFINITY) - ms).toBeGreaterThan(60_000);
          }
        },
      ),
    );
  });

  it('has room again exactly when it says', () => {
    const window = createMinuteWindow();
    take(window, 3, 1_500);
    take(window, 1, 30_000);
    const waitMs = msUntilFree(window, 3, 40_000) ?? 0;
    expect(takenOf(window, 40_000 + waitMs - 1)).toBe(4);
    expect(takenOf(window, 40_000 + waitMs)).toBe(1);
    expect(msUntilFree(window, 5, 62_000)).toBeNull();
    expect([msUntilFree(null, 1, 0), msUntilFree(null, 0, 0), takenOf(null, 0)]).toEqual([null, 0, 0]);
  });

  it('gives back what was reserved in vain, to the second it was taken in', () => {
    const window = createMinuteWindow();
    take(window, 1_000, 0);
    correct(window, 1_000, 0, 300, 20_000);
    expect(takenOf(window, 20_000)).toBe(300);
    expect(takenOf(window, 61_000)).toBe(0);
  });

  it('gives nothing back of a reservation that has left by itself', () => {
    const window = createMinuteWindow();
    take(window, 1_000, 0);
    take(window, 50, 70_000);
    correct(window, 1_000, 0, 300, 70_000);
    expect(takenOf(window, 70_000)).toBe(50);
  });

  it('counts what was used beyond the reservation from now on', () => {
    const window = createMinuteWindow();
    take(window, 100, 0);
    correct(window, 100, 0, 900, 50_000);
    expect(takenOf(window, 50_000)).toBe(900);
    expect(takenOf(window, 100_000)).toBe(800);
    expect(takenOf(window, 111_000)).toBe(0);
  });
});
