import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDERS = globSync(['console/src/i18n/en.json', 'console/src/pages/*/en.json']).map((path) =>
  dirname(path),
);

/** The paths of all texts, without the endings that tell numbers apart, with the holes of each. */
function textsOf(path: string): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (value: unknown, at: readonly string[]): void => {
    if (typeof value === 'string') {
      const name = at.join('.').replace(/_(?:one|other)$/, '');
      texts.set(name, [...new Set(value.match(/{{\s*\w+\s*}}/g))].sort().join(' '));
      expect(value.trim(), `${path}: ${name} is empty`).not.toBe('');
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        visit(child, [...at, key]);
      }
    }
  };
  visit(JSON.parse(readFileSync(path, 'utf8')), []);
  return texts;
}

describe('the texts of the console', () => {
  it.each(FOLDERS)('%s says the same in English and Chinese', (folder) => {
    const english = textsOf(join(folder, 'en.json'));
    const chinese = textsOf(join(folder, 'zh.json'));
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    expect(Object.fromEntries(chinese)).toEqual(Object.fromEntries(english));
  });

  it.each(FOLDERS)('%s has every text that its pages name', (folder) => {
    const common = textsOf('console/src/i18n/en.json');
    const own = textsOf(join(folder, 'en.json'));
    const sources = folder.endsWith('i18n')
      ? globSync('console/src/{app,components}/**/*.{ts,tsx}')
      : globSync(`${folder}/**/*.{ts,tsx}`);
    const named = sources.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map(
        ([, name = '']) => `${path}: ${name}`,
      ),
    );
    const missing = named.filter((entry) => {
      const name = entry.split(': ')[1] ?? '';
      return !own.has(name) && !common.has(name);
    });
    expect(missing).toEqual([]);
  });
});
