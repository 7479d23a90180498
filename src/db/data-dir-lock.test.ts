import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataDirLockedError, lockDataDir } from './data-dir-lock.ts';

const LOCK_MODULE = new URL('./data-dir-lock.ts', import.meta.url).href;

describe('lockDataDir', () => {
  let dataDir = '';
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'turnpike-lock-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  it('refuses while another process has the folder, names it, and takes it when that one is killed', async () => {
    const other = await startOtherProcess(dataDir);
    try {
      expect(() => lockDataDir(dataDir)).toThrow(DataDirLockedError);
      expect(() => lockDataDir(dataDir)).toThrow(dataDir);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    lockDataDir(dataDir).release();
  });

  it('refuses a second time in the same process and gives the folder back on release', () => {
    const lock = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrow(DataDirLockedError);
    lock.release();
    lock.release();
    lockDataDir(dataDir).release();
  });
});

async function startOtherProcess(dataDir: string) {
  const script = `
    const { lockDataDir } = await import(${JSON.stringify(LOCK_MODULE)});
    const lock = lockDataDir(${JSON.stringify(dataDir)});
    console.log('locked');
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}
