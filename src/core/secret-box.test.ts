import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';
import { createSecretBox, lookupKeyOf, newLookupKey, SecretBoxError } from './secret-box.ts';

const box = createSecretBox(new Secret('0123456789abcdef0123456789abcdef'));
const CANARY = 'sk-canary-value';

describe('Secret', () => {
  it('prints as [secret] in every way a log or an error would print it', () => {
    const secret = new Secret(CANARY);
    const holder = { secret, list: [secret] };
    for (const text of [
      `${secret}`,
      JSON.stringify(holder),
      inspect(holder),
      String(secret),
      inspect(secret),
    ]) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain(CANARY);
    }
    expect(secret.reveal()).toBe(CANARY);
  });
});

describe('secret box', () => {
  it('opens what it sealed, for the same row alone', () => {
    const envelope = box.seal(new Secret(CANARY), 'key_1');
    expect(envelope).not.toContain(CANARY);
    expect(box.open(envelope, 'key_1').reveal()).toBe(CANARY);
    expect(() => box.open(envelope, 'key_2')).toThrow(SecretBoxError);
  });

  it('does not open what was altered, shortened or sealed by another master key', () => {
    const envelope = box.seal(new Secret(CANARY), 'key_1');
    const other = createSecretBox(new Secret('another-master-key-of-32-bytes-xx'));
    const altered = `${envelope.slice(0, -2)}${envelope.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const attempt of [
      () => other.open(envelope, 'key_1'),
      () => box.open(altered, 'key_1'),
      () => box.open(envelope.slice(0, 20), 'key_1'),
      () => box.open(envelope.replace('v1', 'v9'), 'key_1'),
    ]) {
      expect(attempt).toThrow(SecretBoxError);
    }
  });

  it('never seals the same secret to the same text', () => {
    const secret = new Secret(CANARY);
    expect(box.seal(secret, 'key_1')).not.toBe(box.seal(secret, 'key_1'));
  });

  it('hashes and derives keys by its look-up key alone, which another master key can take over', () => {
    const master = new Secret('another-master-key-of-32-bytes-xx');
    const taken = createSecretBox(master, lookupKeyOf(new Secret('0123456789abcdef0123456789abcdef')));
    const fresh = createSecretBox(master, newLookupKey());
    expect(taken.lookupHash(CANARY)).toBe(box.lookupHash(CANARY));
    expect(taken.keyFor('tests').reveal()).toBe(box.keyFor('tests').reveal());
    expect(box.keyFor('tests').reveal()).not.toBe(box.keyFor('others').reveal());
    expect(fresh.lookupHash(CANARY)).not.toBe(box.lookupHash(CANARY));
    expect(fresh.keyFor('tests').reveal()).not.toBe(box.keyFor('tests').reveal());
  });

  it('refuses a master key that is too short', () => {
    expect(() => createSecretBox(new Secret('short'))).toThrow(RangeError);
  });
});
