import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Secret } from './secret.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** 62^43 is the first power of 62 above 2^256. */
const RANDOM_DIGITS = 43;
/** 62^6 is the first power of 62 above 2^32. */
const CHECKSUM_DIGITS = 6;
const BODY = new RegExp(`^[0-9A-Za-z]{${RANDOM_DIGITS + CHECKSUM_DIGITS}}$`);

/** A new token: the prefix, 256 random bits and the checksum over all that precedes it. */
export function createCheckedToken(prefix: string): Secret {
  const number = BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`);
  const text = prefix + toBase62(number, RANDOM_DIGITS);
  return new Secret(text + checksumOf(text));
}

/** Whether `text` has the form of such a token, its checksum included; it neither hashes nor looks up. */
export function isCheckedToken(prefix: string, text: string): boolean {
  const end = text.length - CHECKSUM_DIGITS;
  return (
    text.startsWith(prefix) &&
    BODY.test(text.slice(prefix.length)) &&
    text.endsWith(checksumOf(text.slice(0, end)))
  );
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let count = 0; count < CHECKSUM_DIGITS; count += 1) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function toBase62(number: bigint, length: number): string {
  let rest = number;
  let digits = '';
  for (let count = 0; count < length; count += 1) {
    digits = BASE62.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits;
}
