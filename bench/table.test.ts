import { describe, expect, it } from 'vitest';
import { formatMs, formatNumber, renderTable } from './table.ts';

describe('renderTable', () => {
  it('aligns the columns', () => {
    expect(renderTable(['target', 'µs'], [['floor', '28.1'], ['a longer name']])).toBe(
      ['target           µs', '-------------  ----', 'floor          28.1', 'a longer name'].join('\n'),
    );
  });

  it('renders a head without rows', () => {
    expect(renderTable(['a', 'b'], [])).toBe('a  b\n-  -');
  });
});

describe('formatNumber', () => {
  it('keeps three digits or so', () => {
    expect([0.1234, 12.34, 123.4, 1234567].map(formatNumber)).toEqual(['0.12', '12.3', '123', '1,234,567']);
  });

  it('shows what was not measured as a dash', () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(formatNumber)).toEqual(['-', '-']);
  });

  it('shows microseconds as milliseconds', () => {
    expect(formatMs(1500)).toBe('1.50');
  });
});
