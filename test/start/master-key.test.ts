import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY } from '../support/gateway-client.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { run, START, startEnvironment } from './launched.ts';

const ROTATE = 'node src/cli/main.ts rotate-master-key';
const ANOTHER = 'another-master-key-0123456789abcdef-0123';

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGatewayProcess();
});
afterAll(() => gateway.close());

function manage(path: string, body: object): Promise<Response> {
  return fetch(`${gateway.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': 'once',
    },
    body: JSON.stringify(body),
  });
}

const secretFile = () => join(gateway.dataDir, 'secret.key');

describe('turnpike rotate-master-key', () => {
  it('is refused while a gateway runs, changing nothing', async () => {
    const before = readFileSync(secretFile(), 'utf8');
    const { code, stdout, stderr } = await run(ROTATE, startEnvironment(gateway.dataDir));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('another Turnpike process uses the data folder');
    expect(readFileSync(secretFile(), 'utf8')).toBe(before);
  });

  it('replaces the key in its file; keys, channels and kept answers go on', async () => {
    const body = { name: 'kept', group: 'default' };
    const made = (await (await manage('/keys', body)).json()) as { id: string; key: string };
    const before = readFileSync(secretFile(), 'utf8');
    await gateway.kill();
    const { code, stdout, stderr } = await run(`${ROTATE} --json`, startEnvironment(gateway.dataDir));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ object: 'master_key_rotation', file: secretFile() },
      resealed: { api_keys: 2, channels: 3, idempotency_records: 1 },
    });
    expect(stderr).toContain('api_keys: 2 sealed under the new key');
    const after = readFileSync(secretFile(), 'utf8');
    expect(after).not.toBe(before);
    await gateway.restart();
    expect(stdout + stderr + gateway.stdout() + gateway.stderr()).not.toContain(after.trim());
    const chat = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(chat),
    });
    expect(answer.status).toBe(200);
    expect(await (await manage(`/keys/${made.id}/reveal`, {})).json()).toMatchObject({ key: made.key });
    expect(await (await manage('/keys', body)).json()).toMatchObject({ id: made.id, key: made.key });
    await gateway.kill();
  });

  it('takes a new key for one that the environment gives, and the old one no longer starts', async () => {
    const current = readFileSync(secretFile(), 'utf8').trim();
    const environment = { ...startEnvironment(gateway.dataDir), TURNPIKE_SECRET_KEY: current };
    expect(await run(ROTATE, environment)).toMatchObject({ code: 2, stdout: '' });
    const rotated = await run(`${ROTATE} --new-key env:NEW_KEY`, { ...environment, NEW_KEY: ANOTHER });
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toContain('set TURNPIKE_SECRET_KEY to the new key before the next start');
    const refused = await run(START, environment);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.trim()).toBe(
      'TURNPIKE_SECRET_KEY is not the master key of this database. Set it to the one the database was last started or rotated with',
    );
    expect(refused.stderr).not.toContain(current);
  });

  it('lost, stops the start with a sentence that names the file', async () => {
    rmSync(secretFile());
    const refused = await run(START, startEnvironment(gateway.dataDir));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.trim()).toBe(
      `${secretFile()} does not hold the master key of this database. Restore that file from a copy, or set TURNPIKE_SECRET_KEY to the right key`,
    );
    writeFileSync(secretFile(), `${ANOTHER}\n`, { mode: 0o600 });
    await gateway.restart();
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  });
});
