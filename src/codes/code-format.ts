import { randomBytes } from 'node:crypto';
import { Secret } from '../core/secret.ts';

/** Crockford's base 32: no letter that looks like a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PREFIX = 'TPC';
const GROUPS = 4;
const GROUP_LENGTH = 5;
const LENGTH = GROUPS * GROUP_LENGTH;

/** A new code of 100 random bits, `TPC-XXXXX-XXXXX-XXXXX-XXXXX`. */
export function generateCode(): Secret {
  // 256 is a multiple of 32, so every digit is as likely as any other.
  const digits = [...randomBytes(LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]).join('');
  return new Secret(written(digits));
}

/** A code as it is stored and looked for, whatever a person typed: without spaces and dashes, in any case. */
export function readCode(typed: string): Secret | null {
  const bare = typed.toUpperCase().replace(/[\s-]/g, '');
  if (!bare.startsWith(PREFIX)) {
    return null;
  }
  const digits = bare.slice(PREFIX.length).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const isCode = digits.length === LENGTH && [...digits].every((digit) => DIGITS.includes(digit));
  return isCode ? new Secret(written(digits)) : null;
}

function written(digits: string): string {
  const groups = Array.from({ length: GROUPS }, (_, n) =>
    digits.slice(n * GROUP_LENGTH, (n + 1) * GROUP_LENGTH),
  );
  return [PREFIX, ...groups].join('-');
}
