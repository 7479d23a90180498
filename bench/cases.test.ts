import { describe, expect, it } from 'vitest';
import { isWellFormedApiKey } from '../src/keys/key-format.ts';
import { benchCase, CASE_NAMES, requestBytes } from './cases.ts';

describe('benchCase', () => {
  it('sends bodies of the stated size', () => {
    expect(benchCase('chat').body).toHaveLength(1536);
    expect(benchCase('chat-stream').body).toHaveLength(1536);
    expect(benchCase('messages-stream').body).toHaveLength(1536);
    expect(benchCase('prompt-200k').body).toHaveLength(200 * 1024);
  });

  it('sends JSON that says whether it streams', () => {
    for (const name of CASE_NAMES) {
      const { body, stream } = benchCase(name);
      expect(JSON.parse(body).stream === true).toBe(stream);
    }
  });

  it('floods with many different keys and none that is valid', () => {
    for (const name of ['unknown-key', 'malformed-key'] as const) {
      const keys = benchCase(name).keys('the-valid-key-0001');
      expect(new Set(keys).size).toBe(4096);
      expect(keys).not.toContain('the-valid-key-0001');
    }
  });

  it('builds unknown keys that are well formed and malformed ones that are not', () => {
    expect(benchCase('unknown-key').keys('').every(isWellFormedApiKey)).toBe(true);
    expect(benchCase('malformed-key').keys('').some(isWellFormedApiKey)).toBe(false);
  });
});

describe('requestBytes', () => {
  it('puts the credential where the dialect has it', () => {
    const [chat] = requestBytes(benchCase('chat'), 'k1', { 'x-extra': 'yes' });
    expect(chat?.toString()).toMatch(
      /\r\nauthorization: Bearer k1\r\nx-extra: yes\r\ncontent-length: 1536\r\n\r\n\{/,
    );
    const [messages] = requestBytes(benchCase('messages-stream'), 'k1', {});
    expect(messages?.toString()).toMatch(/^POST \/v1\/messages HTTP\/1.1\r\n(.+\r\n)*x-api-key: k1\r\n/);
  });
});
