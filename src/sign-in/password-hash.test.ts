import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPasswordHashing } from './password-hash.ts';

const { hash, verify } = createPasswordHashing();

describe('password hashing', () => {
  it('keeps argon2id with the cost that OWASP asks for, and a new salt each time', async () => {
    const [first, second] = await Promise.all([hash('correct horse'), hash('correct horse')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second).not.toBe(first);
    expect(first).not.toContain('horse');
  });

  it('knows the password again, however it was typed, and no other', async () => {
    const stored = await hash('cafe\u0301 au lait');
    expect(await verify(stored, 'caf\u00e9 au lait')).toBe(true);
    expect(await verify(stored, 'cafe au lait')).toBe(false);
    expect(await verify(stored, '')).toBe(false);
  });

  it('reads the cost from the hash, so that it can be raised later', async () => {
    const nonce = Buffer.alloc(16, 7);
    const parameters = {
      message: Buffer.from('old one'),
      nonce,
      memory: 64,
      passes: 1,
      parallelism: 1,
      tagLength: 24,
    };
    const tag = argon2Sync('argon2id', parameters).toString('base64').replace(/=+$/, '');
    const stored = `$argon2id$v=19$m=64,t=1,p=1$${nonce.toString('base64').replace(/=+$/, '')}$${tag}`;
    expect(await verify(stored, 'old one')).toBe(true);
    expect(await verify(stored, 'new one')).toBe(false);
  });

  it.each(['', 'plain', '$argon2i$v=19$m=64,t=1,p=1$aaaa$aaaa', '$argon2id$v=19$m=64,t=1,p=1$aaaa$'])(
    'takes %j for no hash',
    async (text) => {
      expect(await verify(text, text)).toBe(false);
    },
  );

  it('finishes a crowd, each with an answer of its own', async () => {
    const stored = await hash('one of many');
    const asked = Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? 'one of many' : `guess ${at}`));
    const answers = await Promise.all(asked.map((password) => verify(stored, password)));
    expect(answers).toEqual(asked.map((_, at) => at % 3 === 0));
  });
});
