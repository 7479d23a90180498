import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Secret } from '../core/secret.ts';
import type { KeyType } from './api-key.ts';

/** What a generated key begins with; says its type to people and to secret scanners. */
const KEY_PREFIXES = { general: 'sk-tp-', image: 'sk-tpi-' } as const satisfies Record<KeyType, string>;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** 62^43 is the first power of 62 above 2^256. */
const RANDOM_DIGITS = 43;
/** 62^6 is the first power of 62 above 2^32. */
const CHECKSUM_DIGITS = 6;
const GENERATED_BODY = new RegExp(`^[0-9A-Za-z]{${RANDOM_DIGITS + CHECKSUM_DIGITS}}$`);
const CUSTOM_KEY = /^[A-Za-z0-9_-]{16,128}$/;

/** A new key: the typed prefix, 256 random bits and the checksum over all that precedes it. */
export function generateApiKey(type: KeyType): Secret {
  const number = BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`);
  const text = KEY_PREFIXES[type] + toBase62(number, RANDOM_DIGITS);
  return new Secret(text + checksumOf(text));
}

/**
 * Whether `text` can be an API key at all. A typed prefix needs its checksum; anything else is a custom
 * key of 16 to 128 of `[A-Za-z0-9_-]`. It neither hashes nor looks up, so a flood of bad keys stays cheap.
 */
export function isWellFormedApiKey(text: string): boolean {
  const prefix = typedPrefixOf(text);
  if (prefix === null) {
    return CUSTOM_KEY.test(text);
  }
  const end = text.length - CHECKSUM_DIGITS;
  return GENERATED_BODY.test(text.slice(prefix.length)) && text.endsWith(checksumOf(text.slice(0, end)));
}

/** Why `text` cannot become a custom key, as a sentence that does not repeat it; null when it can. */
export function customKeyProblem(text: string): string | null {
  if (isWellFormedApiKey(text)) {
    return null;
  }
  const prefix = typedPrefixOf(text);
  return prefix === null
    ? 'a custom key must have 16 to 128 characters of A-Z, a-z, 0-9, "_" and "-"'
    : `a key that begins with "${prefix}" must carry the checksum of a generated key; choose another beginning`;
}

/** What lists show of a key: its typed prefix or first three characters, and the last four. */
export function previewOf(text: string): string {
  return `${typedPrefixOf(text) ?? text.slice(0, 3)}…${text.slice(-4)}`;
}

function typedPrefixOf(text: string): string | null {
  if (text.startsWith(KEY_PREFIXES.general)) {
    return KEY_PREFIXES.general;
  }
  return text.startsWith(KEY_PREFIXES.image) ? KEY_PREFIXES.image : null;
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
