import { describe, expect, it } from 'vitest';
import { customKeyProblem, generateApiKey, isWellFormedApiKey, previewOf } from './key-format.ts';

describe('generateApiKey', () => {
  it('makes a general key of the typed prefix, 43 random and 6 checksum characters', () => {
    expect(generateApiKey('general').reveal()).toMatch(/^sk-tp-[0-9A-Za-z]{49}$/);
  });

  it('makes an image key with a prefix of its own', () => {
    expect(generateApiKey('image').reveal()).toMatch(/^sk-tpi-[0-9A-Za-z]{49}$/);
  });

  it('makes keys that are well formed and never the same', () => {
    const keys = Array.from({ length: 200 }, (_, at) => generateApiKey(at % 2 === 0 ? 'general' : 'image'));
    expect(keys.every((key) => isWellFormedApiKey(key.reveal()))).toBe(true);
    expect(new Set(keys.map((key) => key.reveal())).size).toBe(200);
  });

  it('keeps its checksum over versions', () => {
    expect(isWellFormedApiKey(`sk-tp-${'0'.repeat(43)}${CHECKSUM_OF_ZEROS}`)).toBe(true);
  });
});

/** CRC-32 of "sk-tp-" and 43 zeros, in base 62: changing it would orphan every key handed out. */
const CHECKSUM_OF_ZEROS = '0GKDtz';

describe('isWellFormedApiKey', () => {
  it('refuses a generated key with one character changed', () => {
    const key = generateApiKey('general').reveal();
    for (let at = 'sk-tp-'.length; at < key.length; at += 1) {
      const changed = key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1);
      expect(isWellFormedApiKey(changed)).toBe(false);
    }
  });

  it('refuses a generated key that was cut, extended or given the other prefix', () => {
    const key = generateApiKey('general').reveal();
    expect(isWellFormedApiKey(key.slice(0, -1))).toBe(false);
    expect(isWellFormedApiKey(`${key}0`)).toBe(false);
    expect(isWellFormedApiKey(key.replace('sk-tp-', 'sk-tpi-'))).toBe(false);
    expect(isWellFormedApiKey(`${key}\n`)).toBe(false);
  });

  it('takes custom keys of 16 to 128 letters, digits, _ and -', () => {
    expect(isWellFormedApiKey('a'.repeat(15))).toBe(false);
    expect(isWellFormedApiKey('My_own-key_000016')).toBe(true);
    expect(isWellFormedApiKey('a'.repeat(128))).toBe(true);
    expect(isWellFormedApiKey('a'.repeat(129))).toBe(false);
    expect(isWellFormedApiKey('sixteen characters')).toBe(false);
    expect(isWellFormedApiKey('sixteen-chäracters')).toBe(false);
    expect(isWellFormedApiKey('sixteen-characters\n')).toBe(false);
  });
});

describe('customKeyProblem', () => {
  it('lets through what is well formed', () => {
    expect(customKeyProblem('my-own-key-of-2026')).toBeNull();
    expect(customKeyProblem(generateApiKey('image').reveal())).toBeNull();
  });

  it('says what is wrong without repeating the key', () => {
    expect(customKeyProblem('short-key')).toContain('16 to 128');
    const forged = `sk-tp-${'x'.repeat(49)}`;
    expect(customKeyProblem(forged)).toContain('checksum');
    expect(customKeyProblem(forged)).not.toContain('xxxx');
  });
});

describe('previewOf', () => {
  it('shows the typed prefix and the last four', () => {
    const key = generateApiKey('general').reveal();
    expect(previewOf(key)).toBe(`sk-tp-…${key.slice(-4)}`);
    expect(previewOf(generateApiKey('image').reveal())).toMatch(/^sk-tpi-….{4}$/);
  });

  it('shows the first three characters of a custom key', () => {
    expect(previewOf('my-own-key-of-2026')).toBe('my-…2026');
  });
});
