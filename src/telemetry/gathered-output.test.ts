import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGatheredOutput } from './gathered-output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnpike-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('gathered output', () => {
  it('writes nothing until there is enough or it is asked to, and then everything in order', () => {
    const path = join(folder, 'log');
    const fd = openSync(path, 'w');
    const output = createGatheredOutput(fd);
    output.write('one\n');
    output.write('two é\n');
    expect(readFileSync(path, 'utf8')).toBe('');
    output.flush();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo é\n');
    const long = `${'x'.repeat(70_000)}\n`;
    output.write(long);
    expect(readFileSync(path, 'utf8')).toBe(`one\ntwo é\n${long}`);
    closeSync(fd);
  });

  it('a reader that stands still costs lines past a bound, never time, and is told how many', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    // Opened for both directions, a pipe has a reader that never reads by itself.
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const output = createGatheredOutput(fd);
    const line = `${'y'.repeat(99_999)}\n`;
    for (let count = 0; count < 200; count += 1) {
      output.write(line);
    }
    const drain = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    let text = '';
    for (let round = 0; round < 400 && !text.includes('dropped'); round += 1) {
      output.flush();
      text += readAvailable(drain);
    }
    const kept = text.split('\n').filter((found) => found.startsWith('yyy')).length;
    const dropped = Number(/"dropped":(\d+)/.exec(text)?.[1]);
    expect(dropped).toBeGreaterThan(0);
    expect(kept + dropped).toBe(200);
    closeSync(drain);
    closeSync(fd);
  });

  it('a reader that is gone is no error', () => {
    const path = join(folder, 'gone');
    const fd = openSync(path, 'w');
    closeSync(fd);
    const output = createGatheredOutput(fd);
    output.write('lost\n');
    expect(() => output.flush()).not.toThrow();
    expect(() => writeSync(fd, 'x')).toThrow();
  });
});

function readAvailable(fd: number): string {
  const chunk = Buffer.alloc(256 * 1024);
  try {
    return chunk.toString('utf8', 0, readSync(fd, chunk));
  } catch {
    return '';
  }
}
