/**
 * Money is integer nano-dollars: one billionth of a US dollar, held in a JavaScript safe integer.
 * The largest amount is therefore 9,007,199 dollars; whatever would pass it is refused, never rounded.
 */
export type NanoUsd = number;

const NANO_PER_USD = 1_000_000_000;
const ZERO = 0x30;
const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,18}))?$/;

/**
 * Returns `value` when it is an exact amount.
 * @throws {RangeError} when it is not a safe integer, since money past that point would be silently wrong.
 */
export function exactNano(value: number | bigint): NanoUsd {
  const amount = Number(value);
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`amount of money out of range: ${value} nano-dollars`);
  }
  return amount;
}

/**
 * Reads a decimal string of dollars ("0.15") as nano-dollars.
 * @throws {RangeError} when it is no decimal, has digits below a nano-dollar, or is out of range.
 */
export function parseUsd(text: string): NanoUsd {
  const match = DECIMAL.exec(text.trim());
  if (match === null) {
    throw new RangeError('not a decimal amount in USD');
  }
  const [, sign, whole = '0', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(9))) {
    throw new RangeError('finer than a nano-dollar (9 decimals)');
  }
  const nano = BigInt(whole) * BigInt(NANO_PER_USD) + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return exactNano(sign === '-' ? -nano : nano);
}

/** Writes nano-dollars as the shortest exact decimal string of dollars: 150000000 becomes "0.15". */
export function formatUsd(amount: NanoUsd): string {
  const nano = Math.abs(amount);
  const fraction = nano % NANO_PER_USD;
  const whole = (nano - fraction) / NANO_PER_USD;
  const text = fraction === 0 ? String(whole) : `${whole}.${decimals(fraction)}`;
  return amount < 0 ? `-${text}` : text;
}

/** The nine decimals of a fraction, without the zeros at their end. */
function decimals(fraction: number): string {
  // The one in front keeps the zeros of the fraction.
  const digits = String(NANO_PER_USD + fraction);
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) {
    end -= 1;
  }
  return digits.slice(1, end);
}

/** A multiplier in parts per million: "1.25" is 1250000. */
export type Ppm = number;

/**
 * Reads a decimal multiplier ("1.25") as parts per million.
 * @throws {RangeError} when it is no decimal, is negative, or has more than six decimals.
 */
export function parseMultiplier(text: string): Ppm {
  const match = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) {
    throw new RangeError('not a multiplier: a decimal from 0 to 999999 with at most six decimals');
  }
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'));
}

/** Writes parts per million as a decimal multiplier: 1250000 becomes "1.25". */
export function formatMultiplier(ppm: Ppm): string {
  return formatUsd(ppm * 1_000);
}
