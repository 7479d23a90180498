import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf } from './decimal-of.ts';

describe('decimalOf', () => {
  it('writes what was written', () => {
    const written = [0, 0.15, 3, 0.0028, 1e-7, 1.25e-9, 12.5, 100, 1e21, 0.003625];
    expect(written.map(decimalOf)).toEqual([
      '0',
      '0.15',
      '3',
      '0.0028',
      '0.0000001',
      '0.00000000125',
      '12.5',
      '100',
      '1000000000000000000000',
      '0.003625',
    ]);
  });

  it('reads back as the same number, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalOf(value);
        return Number(text) === value && /^\d+(\.\d+)?$/.test(text);
      }),
    );
  });

  it('refuses what is no price', () => {
    expect(() => decimalOf(Number.NaN)).toThrow(RangeError);
    expect(() => decimalOf(-1)).toThrow(RangeError);
    expect(() => decimalOf(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
