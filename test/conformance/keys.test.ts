import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('docs/conformance-keys.md', ROOT), 'utf8');
const ROWS = [...PAGE.matchAll(/^\| ([^|]+) \| (`[^|]+) \|$/gm)].map(([, promise = '', shownBy = '']) => ({
  promise,
  tests: [...shownBy.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  })),
}));

describe('docs/conformance-keys.md', () => {
  it('is read whole', () => {
    expect(ROWS.length).toBeGreaterThan(40);
    expect(ROWS.flatMap(({ tests }) => tests)).toHaveLength(PAGE.split('“').length - 1);
  });

  it.each(ROWS)('$promise', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, name } of tests) {
      const source = readFileSync(new URL(file, ROOT), 'utf8');
      expect(
        ["'", '"', '`'].some((quote) => source.includes(quote + name + quote)),
        name,
      ).toBe(true);
    }
  });
});
