import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

/** One row of the table: a fact, and what shows it. */
interface Row {
  readonly fact: number;
  readonly shownBy: string;
}

const ROWS = readRows(readFileSync(new URL('docs/conformance.md', ROOT), 'utf8'));

describe('docs/conformance.md', () => {
  it('has every fact once, in order', () => {
    expect(ROWS.map(({ fact }) => fact)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it.each(ROWS)('fact $fact names tests that exist, or says what is not built', ({ shownBy }) => {
    const tests = [...shownBy.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)];
    expect(tests.length > 0 || shownBy.startsWith('Not built yet')).toBe(true);
    for (const [, file = '', name = ''] of tests) {
      expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain(name);
    }
  });
});

function readRows(page: string): readonly Row[] {
  return [...page.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \|$/gm)].map(([, fact, shownBy = '']) => ({
    fact: Number(fact),
    shownBy,
  }));
}
