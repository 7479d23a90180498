import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

interface Named {
  readonly id: string;
  readonly name: string;
}

describe('turnpike organization', () => {
  it('creates, lists, renames and deletes; projects and keys are made in it', async () => {
    const made = await json<Named>('organization create --name Acme');
    expect(made.id).toMatch(/^org_/);
    expect(await json('organization update Acme --name "Acme Inc"')).toMatchObject({ name: 'Acme Inc' });
    const listed = await json<Named[]>('organization list');
    expect(listed.map(({ name }) => name).sort()).toEqual(['Acme Inc', 'Default']);
    const project = await json<Named>(`project create --name Side --organization ${made.id}`);
    expect(project).toMatchObject({ organization_id: made.id });
    const names = async (line: string) => (await json<Named[]>(line)).map(({ name }) => name);
    expect((await names(`project list --organization ${made.id}`)).sort()).toEqual(['Default', 'Side']);
    await json(`key create --name theirs --group default --project Side --organization ${made.id}`);
    expect(await names(`key list --organization ${made.id}`)).toEqual(['theirs']);
    await json('key delete theirs');
    expect(await json('organization delete "Acme Inc"')).toMatchObject({ deleted: true });
    expect((await names('organization list')).includes('Acme Inc')).toBe(false);
  }, 30_000);
});

describe('turnpike member and invitation', () => {
  it('invites, lists and revokes', async () => {
    const made = await json<{ id: string; token: string }>(
      'invitation create --email a@example.com --role admin',
    );
    expect(made).toMatchObject({ email: 'a@example.com', role: 'admin', token: expect.any(String) });
    const table = await turnpike('invitation list');
    expect(table.stdout).toMatch(/^ID +EMAIL +ROLE +STATUS +INVITED BY +EXPIRES\n/);
    expect(table.stdout).not.toContain(made.token);
    expect(await json('invitation show a@example.com')).toMatchObject({ id: made.id, status: 'open' });
    await json('invitation delete a@example.com');
    expect(await json('invitation list')).toEqual([]);
  });

  it('lists nobody where nobody has joined, and names what is not there', async () => {
    expect(await json('member list')).toEqual([]);
    expect(await turnpike('member update nobody@example.com --role viewer')).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: 'there is no member called "nobody@example.com"\n',
    });
    expect(await turnpike('member create')).toMatchObject({ code: 2 });
  });
});

describe('turnpike management-key', () => {
  it('creates one that works as far as its scopes, and revokes it', async () => {
    const made = await json<{ id: string; key: string }>(
      'management-key create --name ci --scopes keys:read',
    );
    expect(made.key).toMatch(/^mk-tp-/);
    const own = { TURNPIKE_ADMIN_KEY: made.key };
    expect(await turnpike('key list', own)).toMatchObject({ code: 0 });
    const refused = await turnpike('key create --name x --group default', own);
    expect(refused.stderr).toContain('This needs the permission keys:write');
    const table = await turnpike('management-key list');
    expect(table.stdout).toMatch(/^ID +NAME +KEY +STATUS +ORGANIZATION +EXPIRES +LAST USED\n/);
    expect(table.stdout).not.toContain(made.key);
    await json('management-key delete ci');
    expect(await turnpike('key list', own)).toMatchObject({ code: 1, stdout: '' });
    expect(await turnpike('management-key show ci')).toMatchObject({ code: 1 });
    expect(await json(`management-key show ${made.id}`)).toMatchObject({ status: 'revoked' });
  }, 30_000);
});

describe('help', () => {
  it.each(['organization', 'member', 'invitation', 'management-key', 'rotate-master-key'])(
    'is there for %s',
    async (word) => {
      const { code, stdout } = await turnpike(`${word} --help`);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: .* ${word}`));
      expect((await turnpike('--help')).stdout).toMatch(new RegExp(`^  ${word} `, 'm'));
    },
  );
});
