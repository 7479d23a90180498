import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Launched, launch, run, START, startEnvironment } from './launched.ts';

const SLOWEST_START_MS = 5_000;

let dir: string;
let running: Launched | null = null;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-first-'));
});
afterEach(async () => {
  running?.kill('SIGTERM');
  await running?.ended;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const dataDir = (): string => join(dir, 'data');
const secret = (name: string): string => readFileSync(join(dataDir(), name), 'utf8').trim();

async function start(env: Record<string, string> = {}): Promise<{ url: string; tookMs: number }> {
  const startedMs = performance.now();
  running = launch(START, { ...startEnvironment(dataDir()), LOG_LEVEL: 'info', ...env });
  const [, url = ''] = await running.printed(/ready on (\S+)\n[\s\S]*key create .*\n/);
  return { url, tookMs: performance.now() - startedMs };
}

describe('npm start', () => {
  it('creates its secrets for the owner alone, says where they are, and never what they are', async () => {
    const { url } = await start({ OPENAI_API_KEY: 'sk-provider-secret-value' });
    const printed = running?.stdout() ?? '';
    for (const name of ['secret.key', 'admin.key']) {
      expect(statSync(join(dataDir(), name)).mode & 0o777).toBe(0o600);
      expect(printed).toContain(join(dataDir(), name));
    }
    expect(statSync(dataDir()).mode & 0o777).toBe(0o700);
    expect(printed).toContain(`Turnpike is ready on ${url}`);
    expect(printed).toContain('created channel openai from the environment');

    const created = await run(/^ {2}(.*key create .*)$/m.exec(printed)?.[1] ?? 'false');
    expect(created).toMatchObject({ code: 0 });
    const key = /^key +(\S+)$/m.exec(created.stdout)?.[1] ?? '';
    const known = await fetch(`${url}/v1/key`, { headers: { authorization: `Bearer ${key}` } });
    expect(known.status).toBe(200);

    for (const hidden of ['sk-provider-secret-value', secret('admin.key'), secret('secret.key'), key]) {
      expect(running?.stdout()).not.toContain(hidden);
      expect(running?.stderr()).not.toContain(hidden);
    }
  });

  it('finds its secrets and its keys again, and is ready soon', async () => {
    const before = { master: secret('secret.key'), admin: secret('admin.key') };
    const { url, tookMs } = await start();
    console.log(`start to ready on an existing data folder: ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(SLOWEST_START_MS);
    expect({ master: secret('secret.key'), admin: secret('admin.key') }).toEqual(before);
    const keys = await fetch(`${url}/api/v1/keys`, { headers: { authorization: `Bearer ${before.admin}` } });
    expect(await keys.json()).toMatchObject({ data: [{ name: 'first', status: 'active' }] });
  });

  it('makes the line for a first key work where there is no provider yet', async () => {
    const empty = join(dir, 'empty');
    running = launch(START, startEnvironment(empty));
    const [, line = 'false'] = await running.printed(/^ {2}(.*key create .*)\n/m);
    expect(await run(line)).toMatchObject({ code: 0 });
  });
});
