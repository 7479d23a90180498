import { describe, expect, it } from 'vitest';
import { compilePatterns } from './name-patterns.ts';

describe('compilePatterns', () => {
  it.each([
    [['gpt-4o'], 'gpt-4o', true],
    [['gpt-4o'], 'gpt-4o-mini', false],
    [['gpt-4o'], 'GPT-4o', false],
    [['gpt-*'], 'gpt-4o-mini', true],
    [['gpt-*'], 'gpt-', true],
    [['*'], 'x', true],
    [['**'], '', true],
    [['*-mini'], 'gpt-4o-mini', true],
    [['*-mini'], 'gpt-4o-mini-2', false],
    [['a*b*c'], 'a-b-b-c', true],
    [['a*b*c'], 'acb', false],
    [['a*b*c'], 'abc', true],
    [['ab*ba'], 'aba', false],
    [['claude-*', 'gpt-*'], 'gemini-3', false],
    [['gpt.4'], 'gpt-4', false],
    [['constructor'], 'toString', false],
    [[], 'anything', false],
  ])('%j and %s: %s', (patterns, name, expected) => {
    expect(compilePatterns(patterns).fits(name)).toBe(expected);
  });
});
