import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRollingWindow } from './rolling-window.ts';

const BUCKET_MS = 10;
const SPANS = [3, 7];

describe('createRollingWindow', () => {
  const window = createRollingWindow({ bucketMs: BUCKET_MS, spans: SPANS });

  it('counts what happened in the current bucket and in as many before it as a span has', () => {
    const buckets = window.create();
    window.add(buckets, 5, 9, 9);
    expect([window.sum(buckets, 0, 39), window.sum(buckets, 0, 40)]).toEqual([5, 0]);
    expect([window.sum(buckets, 1, 79), window.sum(buckets, 1, 80)]).toEqual([5, 0]);
  });

  it('keeps nothing of buckets that have left the longest span', () => {
    const buckets = window.create();
    for (let ms = 0; ms < 10_000; ms += BUCKET_MS) {
      window.add(buckets, 1, ms, ms);
    }
    expect(buckets.indexes.length).toBe(8);
    expect(window.sum(buckets, 1, 100_000)).toBe(0);
    expect(buckets.indexes).toEqual([]);
  });

  it('says when so much has left', () => {
    const buckets = window.create();
    window.add(buckets, 2, 0, 0);
    window.add(buckets, 3, 20, 20);
    expect(window.msUntilGone(buckets, 0, 2, 25)).toBe(15);
    expect(window.msUntilGone(buckets, 0, 3, 25)).toBe(35);
    expect(window.msUntilGone(buckets, 0, 5, 25)).toBe(35);
    expect(window.msUntilGone(buckets, 0, 6, 25)).toBeNull();
    expect(window.msUntilGone(buckets, 0, 0, 25)).toBe(0);
  });

  it('does not go back with its clock', () => {
    const buckets = window.create();
    window.add(buckets, 1, 500, 500);
    window.add(buckets, 1, 100, 100);
    expect(window.sum(buckets, 0, 100)).toBe(1);
    expect(window.sum(buckets, 0, 500)).toBe(1);
  });

  it('sums like a list of everything that happened, late amounts and corrections included', () => {
    const event = fc.record({
      passMs: fc.nat(35),
      ageMs: fc.nat(120),
      amount: fc.integer({ min: -20, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const buckets = window.create();
        const all: { bucket: number; amount: number }[] = [];
        let nowMs = 200;
        for (const { passMs, ageMs, amount } of events) {
          nowMs += passMs;
          const atMs = nowMs - ageMs;
          window.add(buckets, amount, atMs, nowMs);
          all.push({ bucket: Math.floor(atMs / BUCKET_MS), amount });
          const now = Math.floor(nowMs / BUCKET_MS);
          for (const [at, span] of SPANS.entries()) {
            const inside = all.filter(({ bucket }) => bucket >= now - span);
            expect(window.sum(buckets, at, nowMs)).toBe(inside.reduce((sum, one) => sum + one.amount, 0));
          }
        }
      }),
    );
  });
});
