import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_DIST, ensureConsole } from '../../scripts/console/console-build.ts';

/** What a person loads before anything shows, compressed. */
const MOST_BYTES = 200_000;

describe('the build of the console', () => {
  beforeAll(async () => {
    await ensureConsole();
  }, 60_000);

  it('loads at most 200 kB before anything shows, and no charts', () => {
    const files = loadedAtFirst();
    const sizes = files.map((name) => gzipSync(readFileSync(join(CONSOLE_DIST, name)), { level: 9 }).length);
    expect(files.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
    for (const name of files) {
      expect(readFileSync(join(CONSOLE_DIST, name), 'utf8'), name).not.toContain('recharts');
    }
  });

  it('has every script compressed beside it', () => {
    for (const name of loadedAtFirst().filter((file) => statSync(join(CONSOLE_DIST, file)).size > 1_024)) {
      expect(statSync(join(CONSOLE_DIST, `${name}.br`)).size).toBeLessThan(
        statSync(join(CONSOLE_DIST, name)).size,
      );
    }
  });

  it('has a page without inline scripts or styles', () => {
    const page = readFileSync(join(CONSOLE_DIST, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=/);
  });
});

/** The scripts of the page and everything they import before they run. */
function loadedAtFirst(): string[] {
  const page = readFileSync(join(CONSOLE_DIST, 'index.html'), 'utf8');
  const open = [...page.matchAll(/(?:src|href)="\/console\/([^"]+\.js)"/g)].map(([, name = '']) => name);
  const found = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!found.has(name)) {
      found.add(name);
      const text = readFileSync(join(CONSOLE_DIST, name), 'utf8');
      open.push(
        ...[...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(
          ([, file = '']) => `assets/${file}`,
        ),
      );
    }
  }
  return [...found];
}
