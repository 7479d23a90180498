import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let dir = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-summary-'));
  const reporter = JSON.stringify(resolve('test/support/summary-reporter.ts'));
  writeFileSync(
    join(dir, 'vitest.config.ts'),
    `import { SummaryReporter } from ${reporter};
     export default { test: { globals: true, include: ['*.test.ts'], reporters: ['default', new SummaryReporter(process.env.CI === 'true')] } };`,
  );
  writeFileSync(join(dir, 'good.test.ts'), `it('a', () => {}); it('b', () => {});`);
  writeFileSync(join(dir, 'lacking.test.ts'), `it('a', (context) => context.skip('no tool: install it'));`);
  writeFileSync(join(dir, 'bad.test.ts'), `it('a', () => {}); it('b', () => { throw new Error('no'); });`);
  writeFileSync(join(dir, 'broken.test.ts'), `throw new Error('before any test');`);
});

afterAll(() => {
  rmSync(dir, { recursive: true });
});

function run(filter: string, ci: string) {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', dir, filter], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CI: ci },
  });
  return { status, lastLine: stdout.split('\n').at(-2) };
}

describe('SummaryReporter', { timeout: 30_000 }, () => {
  it('counts what passed and ends with 0', () => {
    expect(run('good', '')).toEqual({ status: 0, lastLine: '2 passed, 0 failed' });
  });

  it('counts what failed and ends with 1', () => {
    expect(run('bad', '')).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
  });

  it('counts a file that breaks before its tests as a failure', () => {
    expect(run('broken', '')).toEqual({ status: 1, lastLine: '0 passed, 1 failed' });
  });

  it('names what was skipped, and counts it as a failure in continuous integration', () => {
    expect(run('lacking', '')).toEqual({ status: 0, lastLine: '0 passed, 0 failed, 1 skipped' });
    expect(run('lacking', 'true')).toEqual({ status: 1, lastLine: '0 passed, 1 failed' });
  });

  it('never reads like a success when nothing ran', () => {
    expect(run('nothing-like-this', '')).toEqual({ status: 1, lastLine: '0 passed, 1 failed' });
  });
});
