import { createCheckedToken, isCheckedToken } from '../core/checked-token.ts';
import type { Secret } from '../core/secret.ts';
import type { KeyType } from './api-key.ts';

/** What a generated key begins with; says its type to people and to secret scanners. */
const KEY_PREFIXES = { general: 'sk-tp-', image: 'sk-tpi-' } as const satisfies Record<KeyType, string>;

const CUSTOM_KEY = /^[A-Za-z0-9_-]{16,128}$/;

/** A new key: the typed prefix, 256 random bits and the checksum over all that precedes it. */
export function generateApiKey(type: KeyType): Secret {
  return createCheckedToken(KEY_PREFIXES[type]);
}

/**
 * Whether `text` can be an API key at all. A typed prefix needs its checksum; anything else is a custom
 * key of 16 to 128 of `[A-Za-z0-9_-]`. It neither hashes nor looks up, so a flood of bad keys stays cheap.
 */
export function isWellFormedApiKey(text: string): boolean {
  const prefix = typedPrefixOf(text);
  return prefix === null ? CUSTOM_KEY.test(text) : isCheckedToken(prefix, text);
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
