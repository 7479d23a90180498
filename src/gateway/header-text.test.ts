import { describe, expect, it } from 'vitest';
import { headerNames, headerText } from './header-text.ts';

describe('headerText', () => {
  it('gives the bytes of UTF-8, a character each', () => {
    const text = headerText('a→b');
    expect(Buffer.from(text, 'latin1').toString('utf8')).toBe('a→b');
  });
});

describe('headerNames', () => {
  it('lists names', () => {
    expect(headerNames(['seed', 'tools[0]'])).toBe('seed, tools[0]');
  });

  it('takes away what could end a header, and bounds its length', () => {
    expect(headerNames(['x\r\nset-cookie: a=b'])).toBe('x??set-cookie: a=b');
    expect(headerNames(Array(1_000).fill('field'))).toHaveLength(2_000);
  });
});
