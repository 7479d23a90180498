import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testConfig } from '../support/gateway.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { createTurnpikeCommand } from './turnpike-command.ts';

let gateway: GatewayProcess;
const dir = mkdtempSync(join(tmpdir(), 'turnpike-cli-'));
const { turnpike, json } = createTurnpikeCommand(() => gateway, dir);
beforeAll(async () => {
  gateway = await startGatewayProcess();
});
afterAll(async () => {
  await gateway.close();
  rmSync(dir, { recursive: true, force: true });
});

async function asks(key: string): Promise<number> {
  const body = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };
  const answer = await gateway.post('/v1/chat/completions', body, { authorization: `Bearer ${key}` });
  await answer.text();
  return answer.status;
}

describe('turnpike key', () => {
  it('creates, lists, shows, updates, disables, enables, reveals and deletes', async () => {
    const made = await json<{ id: string; key: string }>('key create --name first --group default --quota 2');
    expect(made.id).toMatch(/^key_/);
    expect(await asks(made.key)).toBe(200);
    const listed = await json<{ name: string; key?: string }[]>('key list');
    expect(listed.map(({ name }) => name).sort()).toEqual(['first', 'test']);
    expect(listed.filter(({ key }) => key !== undefined)).toEqual([]);
    expect(await json('key show first')).toMatchObject({ id: made.id, quota: '2', status: 'active' });
    const changes =
      '--quota unlimited --models gpt-*,claude-* --tag team=red --expires-at 2099-01-01T00:00:00Z';
    expect(await json(`key update first ${changes}`)).toMatchObject({
      quota: null,
      models: ['gpt-*', 'claude-*'],
      tags: { team: 'red' },
    });
    expect(await json(`key disable ${made.id}`)).toMatchObject({ status: 'inactive' });
    expect(await asks(made.key)).toBe(401);
    expect(await json('key enable first')).toMatchObject({ status: 'active' });
    expect(await asks(made.key)).toBe(200);
    expect(await json('key reveal first')).toMatchObject({ key: made.key });
    await json('key delete first');
    expect(await asks(made.key)).toBe(401);
    const gone = await turnpike('key show first');
    expect(gone).toMatchObject({ code: 1, stdout: '', stderr: 'there is no API key called "first"\n' });
  }, 30_000);

  it('sets the whole policy of a key, and takes it back', async () => {
    const rules = '[{"type":"allow_models","values":["gpt-*"]}]';
    const policy =
      '--rpm 60 --tpm 1000 --concurrency 2 --queue-limit 5 --spend-5h 1.5 --spend-30d 20 ' +
      `--ip-allow 127.0.0.1,10.0.0.0/8 --ip-deny 10.9.9.9 --default-model gpt-test --iam-rules '${rules}'`;
    await json(`key create --name ruled --group default ${policy}`);
    expect(await json('key show ruled')).toMatchObject({
      limits: { rpm: 60, tpm: 1000, concurrency: 2, queue_limit: 5 },
      spend_windows: { '5h': '1.5', '1d': null, '7d': null, '30d': '20' },
      ip_allow: ['127.0.0.1', '10.0.0.0/8'],
      ip_deny: ['10.9.9.9'],
      default_model: 'gpt-test',
      iam_rules: JSON.parse(rules),
    });
    const none = "--rpm none --spend-5h none --ip-allow '' --default-model none --iam-rules []";
    expect(await json(`key update ruled ${none}`)).toMatchObject({
      limits: { rpm: null, tpm: 1000, concurrency: 2, queue_limit: 5 },
      spend_windows: { '5h': null, '30d': '20' },
      ip_allow: [],
      default_model: null,
      iam_rules: [],
    });
  });

  it('rotates a key, and narrows the list', async () => {
    const made = await json<{ key: string }>('key create --name turned --group default --tag team=red');
    const rotated = await json<{ key: string }>('key rotate turned --overlap 60');
    expect([await asks(made.key), await asks(rotated.key)]).toEqual([200, 200]);
    await json('key rotate turned --overlap 0 --value env:NEXT', { NEXT: 'custom-key-of-next-year' });
    expect([await asks(rotated.key), await asks('custom-key-of-next-year')]).toEqual([401, 200]);
    const names = async (filters: string) =>
      (await json<{ name: string }[]>(`key list ${filters}`)).map(({ name }) => name);
    expect(await names('--tag team=red --search TURN')).toEqual(['turned']);
    expect(await names('--type image')).toEqual([]);
    expect((await names('--sort name --order asc')).at(-1)).toBe('turned');
  });

  it('takes a custom key from a variable, and never shows it in a table', async () => {
    const value = 'custom-key-0123456789';
    await json('key create --name custom --group default --value env:CUSTOM', { CUSTOM: value });
    expect(await asks(value)).toBe(200);
    const table = await turnpike('key list');
    expect(table.stdout).toMatch(/^ID +NAME +KEY +TYPE +STATUS/);
    expect(table.stdout).toMatch(/^key_\S+ +custom +/m);
    expect(table.stdout).not.toContain(value);
  });
});

describe('turnpike wallet', () => {
  it('credits, shows and lists every movement', async () => {
    const before = await json<{ granted: string }>('wallet show');
    const after = await json<{ granted: string }>('wallet credit 2.5 --note "one more month"');
    expect(Number(after.granted)).toBe(Number(before.granted) + 2.5);
    const movements = await json<{ kind: string; amount: string; note: string | null }[]>('wallet ledger');
    expect(movements[0]).toMatchObject({ kind: 'credit', amount: '2.5', note: 'one more month' });
    expect(movements.map(({ kind }) => kind)).toContain('charge');
    expect((await turnpike('wallet ledger')).stdout).toMatch(/^TIME +KIND +AMOUNT +REQUEST +NOTE\n/);
    expect(await turnpike('wallet credit -- -5')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('turnpike apply and export', () => {
  it('changes what differs, and nothing the second time', async () => {
    const file = join(dir, 'turnpike.yaml');
    writeFileSync(file, testConfig(gateway.simulator.url).replace('input: "0.1"', 'input: "0.2"'));
    type Changes = { change: string; kind: string; name: string }[];
    const first = await json<Changes>(`apply ${file}`);
    expect(first.filter(({ change }) => change !== 'unchanged')).toEqual([
      expect.objectContaining({ change: 'updated', kind: 'model', name: 'embed-test' }),
    ]);
    const second = await json<Changes>(`apply ${file}`);
    expect(second).toHaveLength(first.length);
    expect(new Set(second.map(({ change }) => change))).toEqual(new Set(['unchanged']));
  });

  it('prints a file that can be applied again, without secrets', async () => {
    const { code, stdout } = await turnpike('export');
    expect(code).toBe(0);
    for (const hidden of [gateway.key, 'sim-openai-key', 'sim-anthropic-key', 'sim-gemini-key']) {
      expect(stdout).not.toContain(hidden);
    }
    const file = join(dir, 'exported.yaml');
    writeFileSync(file, stdout);
    const named = [...stdout.matchAll(/env:(\w+)/g)].map(([, name = '']) => name);
    const variables = Object.fromEntries(named.map((name) => [name, `given-for-${name}`]));
    variables.SIM_OPENAI_CREDENTIAL = 'sim-openai-key';
    const changed = await json<{ change: string; kind: string }[]>(`apply ${file}`, variables);
    const others = changed.filter(({ kind }) => kind !== 'channel' && kind !== 'key');
    expect(new Set(others.map(({ change }) => change))).toEqual(new Set(['unchanged']));
  });
});

describe('turnpike doctor', () => {
  it('finds nothing wrong, and says what is', async () => {
    const well = await json<{ check: string; state: string }[]>('doctor');
    expect(well.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(well.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['settings', 'gateway', 'management key']),
    );
    const ill = await turnpike('doctor', { TURNPIKE_ADMIN_KEY: 'mk-tp-0123456789abcdef' });
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/^management key +wrong +refused \(401/m);
  });
});

describe('exit codes', () => {
  it('are 1 where the gateway refuses or does not answer', async () => {
    const taken = await turnpike('key create --name odd --group nowhere');
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toMatch(/^refused \(4\d\d \w+.*\): /);
    const stranger = await turnpike('key list', { TURNPIKE_ADMIN_KEY: 'mk-tp-0123456789abcdef' });
    expect(stranger).toMatchObject({ code: 1, stdout: '' });
    const nobody = await turnpike('key list', { TURNPIKE_URL: 'http://127.0.0.1:1' });
    expect(nobody).toMatchObject({
      code: 1,
      stderr: 'no gateway answers at http://127.0.0.1:1; start one, or set TURNPIKE_URL\n',
    });
  });

  it('are 2 where the command line is wrong', async () => {
    const lines = [
      'key',
      'key nonsense',
      'nonsense',
      'key create',
      'key show',
      'key list --nonsense',
      'wallet credit',
    ];
    const codes: Record<string, number | null> = {};
    for (const line of lines) {
      codes[line] = (await turnpike(line)).code;
    }
    expect(codes).toEqual({ ...Object.fromEntries(lines.map((line) => [line, 2])), key: 0 });
  });
});
