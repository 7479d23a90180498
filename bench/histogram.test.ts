import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

describe('Histogram', () => {
  it('is exact for small times', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 100; value += 1) histogram.record(value);
    expect(histogram.percentiles()).toEqual({ p50: 50, p99: 99, p999: 100 });
    expect(histogram.total).toBe(100);
  });

  it('stays within one percent for every size of time', () => {
    for (let value = 100; value < 3_600_000_000; value = Math.ceil(value * 1.37)) {
      const histogram = new Histogram();
      histogram.record(value);
      expect(Math.abs(histogram.percentile(0.5) - value) / value).toBeLessThan(0.01);
    }
  });

  it('finds the one slow time among a thousand', () => {
    const histogram = new Histogram();
    for (let count = 0; count < 999; count += 1) histogram.record(10);
    histogram.record(5_000);
    expect(histogram.percentile(0.999)).toBe(10);
    expect(histogram.percentile(1)).toBeGreaterThan(4_950);
  });

  it('answers NaN when nothing was recorded, and keeps absurd times in its last bucket', () => {
    const histogram = new Histogram();
    expect(histogram.percentile(0.5)).toBeNaN();
    histogram.record(1e15);
    histogram.record(-5);
    expect(histogram.percentile(0.5)).toBe(0);
    expect(histogram.percentile(1)).toBeGreaterThan(3.5e9);
  });
});
