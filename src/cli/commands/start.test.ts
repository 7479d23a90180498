import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let dir = '';
let gateway: ChildProcess;
let printed = '';
let url = '';

function launch(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['src/cli/main.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = launch(args, { TURNPIKE_URL: url, ...env });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await ended(child);
  return { code, stdout, stderr };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-start-'));
  gateway = launch(['start', '--demo'], { PORT: '0', METRICS_PORT: 'off' });
  await new Promise<void>((resolve, reject) => {
    gateway.stdout?.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('# What the image key is')) {
        resolve();
      }
    });
    gateway.once('close', () => reject(new Error(`the gateway ended: ${printed}`)));
  });
  url = /ready on (\S+)/.exec(printed)?.[1] ?? '';
});

afterAll(async () => {
  gateway.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

describe('turnpike start --demo', () => {
  it('prints a general key that is served', async () => {
    const key = /general key {2}(\S+)/.exec(printed)?.[1] ?? '';
    const response = await fetch(`${url}/v1/key`, { headers: { authorization: `Bearer ${key}` } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name: 'demo', type: 'general' });
  });

  it('lets the command line on the same machine in without a setting, and nobody with another key', async () => {
    expect(await run(['key', 'create', '--name', 'first', '--group', 'default'])).toMatchObject({ code: 0 });
    const refused = await run(['key', 'list'], { TURNPIKE_ADMIN_KEY: 'mk-tp-0123456789abcdef' });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^refused \(401/);
  });

  it('applies a file with the secrets of this side, says what changed, and exports it', async () => {
    const path = join(dir, 'turnpike.yaml');
    const text = `
groups: [{ name: extra, platforms: [openai] }]
channels: [{ name: more, provider: openai, credentials: ["env:MORE"], groups: [extra] }]`;
    writeFileSync(path, text);
    const lacking = await run(['apply', path]);
    expect(lacking.code).toBe(1);
    expect(lacking.stderr).toMatch(/channels\[0\]\.credentials\[0\]: the variable MORE is not set/);
    const applied = await run(['apply', path, '--json'], { MORE: 'sk-more-0123456789' });
    expect(JSON.parse(applied.stdout)).toEqual([
      { change: 'created', kind: 'group', name: 'extra', fields: [] },
      { change: 'created', kind: 'channel', name: 'more', fields: [] },
    ]);
    const again = await run(['apply', path], { MORE: 'sk-more-0123456789' });
    expect(again.stdout.match(/^unchanged/gm)).toHaveLength(2);
    const exported = await run(['export']);
    expect(exported.stdout).toContain('env:MORE_CREDENTIAL');
    expect(exported.stdout).not.toContain('sk-more');
  });

  it('finds nothing wrong with it', async () => {
    const { code, stdout } = await run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/warning|wrong/);
  });

  it('does not start twice on one data folder', async () => {
    const { code, stderr } = await run(['start'], { PORT: '0', METRICS_PORT: 'off', TURNPIKE_URL: '' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/another Turnpike process uses the data folder/);
    expect((await run(['migrate'])).code).toBe(1);
  });

  it('stops at a signal with 0', async () => {
    gateway.kill('SIGTERM');
    expect(await ended(gateway)).toBe(0);
    expect(await run(['migrate'])).toMatchObject({ code: 0, stdout: 'up to date\n' });
  });
});
