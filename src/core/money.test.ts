import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactNano, formatMultiplier, formatUsd, parseMultiplier, parseUsd } from './money.ts';

describe('parseUsd and formatUsd', () => {
  it.each([
    ['0.15', 150_000_000, '0.15'],
    ['10', 10_000_000_000, '10'],
    ['0.000000001', 1, '0.000000001'],
    ['-2.50', -2_500_000_000, '-2.5'],
    ['0', 0, '0'],
    ['1.000000000000', 1_000_000_000, '1'],
  ])('reads %s', (text, nano, shown) => {
    expect(parseUsd(text)).toBe(nano);
    expect(formatUsd(nano)).toBe(shown);
  });

  it.each(['', '1.', '.5', '1e3', 'NaN', '1,5', '0x10', '0.0000000001', '99999999'])('refuses %j', (text) => {
    expect(() => parseUsd(text)).toThrow(RangeError);
  });

  it('every amount survives being written and read', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (nano) => parseUsd(formatUsd(nano)) === nano));
  });

  it('what formatUsd writes is a JSON number without an exponent', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (nano) => {
        const text = formatUsd(nano);
        return !/e/i.test(text) && typeof JSON.parse(text) === 'number';
      }),
    );
  });
});

describe('multipliers', () => {
  it('reads and writes parts per million', () => {
    expect(parseMultiplier('1.25')).toBe(1_250_000);
    expect(formatMultiplier(1_250_000)).toBe('1.25');
    expect(() => parseMultiplier('-1')).toThrow(RangeError);
    expect(() => parseMultiplier('1.0000001')).toThrow(RangeError);
  });
});

describe('exactNano', () => {
  it('refuses what a number cannot hold exactly', () => {
    expect(() => exactNano(2n ** 53n)).toThrow(RangeError);
    expect(() => exactNano(0.5)).toThrow(RangeError);
    expect(exactNano(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
