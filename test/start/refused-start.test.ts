import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { run, START, startEnvironment } from './launched.ts';

/** Values that no output may show, whatever else is wrong. */
const SECRETS = {
  TURNPIKE_ADMIN_KEY: 'short-secret',
  TURNPIKE_SECRET_KEY: 'too-short-master-secret',
  DATABASE_URL: 'mysql://user:database-password@db.internal/x',
  OPENAI_API_KEY: 'sk-provider-secret-value',
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-refused-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a second process on the same data folder', () => {
  it('says so and ends with 1, while the first goes on', async () => {
    const gateway = await startGatewayProcess();
    try {
      const second = await run(START, startEnvironment(gateway.dataDir));
      expect(second).toMatchObject({ code: 1, stdout: '' });
      expect(second.stderr.trim().split('\n')).toEqual([
        `another Turnpike process uses the data folder ${gateway.dataDir}. Stop it, or start this one with another DATA_DIR`,
      ]);
      const migrate = await run('node src/cli/main.ts migrate', startEnvironment(gateway.dataDir));
      expect(migrate.code).toBe(1);
      const answer = await gateway.post('/v1/embeddings', { model: 'embed-test', input: 'still there' });
      expect(answer.status).toBe(200);
    } finally {
      await gateway.close();
    }
  });
});

describe('a start that is refused', () => {
  it('names every wrong setting and every problem of the file at once, ends with 2, creates nothing', async () => {
    const file = join(dir, 'turnpike.yaml');
    writeFileSync(
      file,
      `
groups: [{ name: default, platforms: [nothing] }]
channels: [{ name: a, provider: openai, credentials: ["env:NOT_SET"], groups: [elsewhere] }]
colour: red
`,
    );
    const dataDir = join(dir, 'data');
    const { code, stdout, stderr } = await run(`${START} --config ${file}`, {
      ...startEnvironment(dataDir),
      ...SECRETS,
      PORT: '99999',
      LOG_LEVEL: 'loud',
      TURNPIKE_ADMIN_KEI: 'misspelt-secret-value',
    });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const problems = stderr.trim().split('\n');
    for (const said of [
      /^TURNPIKE_ADMIN_KEI is not a setting; did you mean TURNPIKE_ADMIN_KEY\?/,
      /^PORT /,
      /^LOG_LEVEL /,
      /^TURNPIKE_ADMIN_KEY /,
      /^TURNPIKE_SECRET_KEY /,
      /^DATABASE_URL /,
      /groups\[0\]\.platforms\[0\]/,
      /channels\[0\]\.credentials\[0\]: .*NOT_SET/,
      /colour: is not a known field/,
    ]) {
      expect(problems.filter((problem) => said.test(problem))).toHaveLength(1);
    }
    for (const secret of [...Object.values(SECRETS), 'misspelt-secret-value', 'database-password']) {
      expect(stderr).not.toContain(secret);
    }
    expect(existsSync(dataDir)).toBe(false);
    expect(readdirSync(dir)).toEqual(['turnpike.yaml']);
  });

  it('says which flag or file is wrong', async () => {
    const flag = await run(`${START} --nonsense`, startEnvironment(join(dir, 'data')));
    expect(flag).toMatchObject({ code: 2, stdout: '' });
    expect(flag.stderr).toContain('--nonsense');
    const missing = await run(`${START} --config ${dir}/none.yaml`, startEnvironment(join(dir, 'data')));
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain(`${dir}/none.yaml: cannot be read (ENOENT)`);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('says that the port is taken, and lets go of the data folder', async () => {
    const gateway = await startGatewayProcess();
    try {
      const { port } = new URL(gateway.url);
      const environment = { ...startEnvironment(join(dir, 'data')), PORT: port };
      const taken = await run(START, environment);
      expect(taken).toMatchObject({ code: 1, stdout: '' });
      expect(taken.stderr.trim()).toBe(
        `another program uses 127.0.0.1:${port}; choose another PORT or METRICS_PORT`,
      );
    } finally {
      await gateway.close();
    }
    expect(await run('node src/cli/main.ts migrate', startEnvironment(join(dir, 'data')))).toMatchObject({
      code: 0,
      stdout: 'up to date\n',
    });
  });

  it('says which folder or address the system does not give it', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const noFolder = await run(START, startEnvironment(join(file, 'data')));
    expect(noFolder).toMatchObject({ code: 1, stdout: '' });
    expect(noFolder.stderr.trim()).toBe(`ENOTDIR: not a directory, mkdir '${join(file, 'data')}'`);
    const noAddress = await run(START, { ...startEnvironment(join(dir, 'data')), HOST: 'nowhere.invalid' });
    expect(noAddress).toMatchObject({ code: 1, stdout: '' });
    expect(noAddress.stderr.trim()).toMatch(/^getaddrinfo E\w+ nowhere\.invalid$/);
  });

  it('says that the database cannot be reached, without its password', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const { code, stderr } = await run(START, {
        ...startEnvironment(join(dir, 'data')),
        DATABASE_URL: `postgres://somebody:database-password@${host}:1/none`,
      });
      expect(code).toBe(1);
      expect(stderr.trim()).toBe('PostgreSQL cannot be reached: ECONNREFUSED');
    }
  });
});
