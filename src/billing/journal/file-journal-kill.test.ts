import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestId } from '../testing/records.ts';
import { openJournal } from './file-journal.ts';

const WRITER = fileURLToPath(new URL('../testing/journal-writer.ts', import.meta.url));
const ROUNDS = 5;
const REQUESTS_PER_ROUND = 1_000_000;
/** Lines of output after which a round may be killed, so that every round has written something. */
const LINES_BEFORE_KILL = 200;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'turnpike-journal-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Runs the writer, kills it at a random moment, and returns the lines it reported. */
async function runAndKill(command: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let isKilling = false;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
    if (!isKilling && output.split('\n', LINES_BEFORE_KILL + 1).length > LINES_BEFORE_KILL) {
      isKilling = true;
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
    }
  });
  await new Promise((resolve) => child.on('close', resolve));
  // A last line without a newline was cut by the kill.
  return output.split('\n').slice(0, -1);
}

async function recovered(): Promise<{ closed: string[]; interrupted: string[]; failures: string[] }> {
  const found = { closed: [] as string[], interrupted: [] as string[], failures: [] as string[] };
  const journal = openJournal({ directory, onFailure: (error) => found.failures.push(error.message) });
  for await (const part of journal.recover()) {
    found.closed.push(...part.closed.map(({ id }) => id));
    found.interrupted.push(...part.interrupted.map(({ id }) => id));
  }
  journal.stop();
  return found;
}

const reportedIds = (lines: readonly string[], word: string): string[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => requestId(Number(line.split(' ')[1])));

describe('the journal of a process that is killed', () => {
  it('has every request that was reported as written, none of them twice (kill -9, five rounds)', async () => {
    const lines: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = String(round * REQUESTS_PER_ROUND);
      lines.push(...(await runAndKill(process.execPath, [WRITER, directory, first, '16384'])));
    }
    const { closed, interrupted, failures } = await recovered();
    const all = [...closed, ...interrupted];
    const known = new Set(all);
    expect(failures).toEqual([]);
    expect(known.size).toBe(all.length);
    expect(reportedIds(lines, 'close').filter((id) => !closed.includes(id))).toEqual([]);
    expect(reportedIds(lines, 'open').filter((id) => !known.has(id))).toEqual([]);
    expect(reportedIds(lines, 'close').length).toBeGreaterThan(ROUNDS * 50);
  }, 60_000);

  it('trusts nothing half written when files cannot grow, and goes on in another file', async () => {
    // The shell ignores SIGXFSZ for its child, so that a write past the limit (32 blocks) fails half-way.
    const limited = `trap '' XFSZ; ulimit -f 32; exec "$@"`;
    const lines = await runAndKill('bash', [
      '-c',
      limited,
      'bash',
      process.execPath,
      WRITER,
      directory,
      '0',
      '8388608',
    ]);
    const { closed, interrupted, failures } = await recovered();
    const known = new Set([...closed, ...interrupted]);
    expect(lines).toContain('refused');
    expect(lines.some((line) => line.startsWith('failure EFBIG'))).toBe(true);
    expect(failures).toEqual([]);
    expect(reportedIds(lines, 'close').filter((id) => !closed.includes(id))).toEqual([]);
    expect(reportedIds(lines, 'open').filter((id) => !known.has(id))).toEqual([]);
    const lastOpened = lines.findLastIndex((line) => line.startsWith('open '));
    expect(lines.indexOf('refused')).toBeLessThan(lastOpened);
  }, 60_000);
});
