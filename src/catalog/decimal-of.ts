/**
 * The shortest decimal text of a number, never in exponents: 1e-7 becomes "0.0000001". A price that
 * somebody wrote as a decimal and a JSON parser made a float comes back as exactly what was written.
 * @throws {RangeError} when it is negative or not finite.
 */
export function decimalOf(value: number): string {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) {
    throw new RangeError('not a finite number from zero');
  }
  const [, whole = '0', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point >= digits.length) {
    return digits.padEnd(point, '0');
  }
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), '0');
  const at = padded.length - (digits.length - point);
  return `${padded.slice(0, at)}.${padded.slice(at)}`;
}
