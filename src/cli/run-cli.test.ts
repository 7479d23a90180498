import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What a management API was asked, and what it answers next. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let asked: Asked[] = [];
let answers: { status: number; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, authorization: headers.authorization, body: await textOf(request) });
    const { status, body } = answers.shift() ?? { status: 200, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function run(args: string[], given: typeof answers = [], env: Record<string, string> = {}) {
  asked = [];
  answers = given;
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    env: {
      PATH: process.env.PATH,
      TURNPIKE_URL: `http://127.0.0.1:${port}`,
      TURNPIKE_ADMIN_KEY: 'mk-tp-0123456789abcdef',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

describe('the command line', () => {
  it('shows help and its version', async () => {
    expect((await run(['--help'])).stdout).toMatch(/^Usage: npm run turnpike -- COMMAND/);
    expect((await run(['help', 'key', 'create'])).stdout).toContain('--quota USD|unlimited');
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['ky'], /did you mean key\?/],
    [['key', 'craete'], /did you mean create\?/],
    [['key', 'create'], /--name is required/],
    [['key', 'show'], /takes ID-OR-NAME/],
    [['key', 'list', '--nonsense'], /nonsense/],
    [['channel', 'create', '--name', 'a', '--provider', 'b', '--weight', 'heavy'], /--weight must be/],
    [['key', 'create', '--name', 'a', '--value', 'my-own-key-0123456789'], /--value must be env:NAME/],
  ])('exits with 2 on wrong usage: %s', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(asked).toEqual([]);
  });

  it('sends what the options say, and secrets from where they point', async () => {
    const args = ['key', 'create', '--name', 'ci', '--group', 'default', '--quota', 'unlimited'];
    const more = [
      '--models',
      'gpt-*, claude-*',
      '--tag',
      'a=b',
      '--tag',
      'c=d',
      '--value',
      'env:MY_KEY',
      '--json',
    ];
    const made = { id: 'key_1', key: 'my-own-key-0123456789' };
    const { code, stdout } = await run([...args, ...more], [{ status: 201, body: made }], {
      MY_KEY: made.key,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(made);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/keys',
      authorization: 'Bearer mk-tp-0123456789abcdef',
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      name: 'ci',
      group: 'default',
      quota: null,
      models: ['gpt-*', 'claude-*'],
      tags: { a: 'b', c: 'd' },
      value: 'my-own-key-0123456789',
    });
  });

  it('finds by name over all pages, and takes an id as it is', async () => {
    const pages = [
      { status: 200, body: { data: [{ id: 'key_1', name: 'a' }], has_more: true, next_cursor: 'next' } },
      { status: 200, body: { data: [{ id: 'key_2', name: 'b' }], has_more: false, next_cursor: null } },
    ];
    await run(['key', 'disable', 'b'], pages);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/keys?limit=100',
      'GET /api/v1/keys?limit=100&cursor=next',
      'PATCH /api/v1/keys/key_2',
    ]);
    expect(JSON.parse(asked[2]?.body ?? '')).toEqual({ status: 'inactive' });
    await run(['key', 'show', 'key_9']);
    expect(asked.map(({ url }) => url)).toEqual(['/api/v1/keys/key_9']);
  });

  it('does not guess between two of one name', async () => {
    const data = [
      { id: 'key_1', name: 'a' },
      { id: 'key_2', name: 'a' },
    ];
    const { code, stderr } = await run(
      ['key', 'delete', 'a'],
      [{ status: 200, body: { data, has_more: false } }],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/2 of them are called "a"/);
    expect(asked).toHaveLength(1);
  });

  it('prints an aligned table', async () => {
    const data = [
      { id: 'grp_1', name: 'a', platforms: ['x', 'y'], multiplier: '1', translate: true },
      { id: 'grp_22', name: 'longer', platforms: [], multiplier: '1.5', translate: false },
    ];
    const { stdout } = await run(['group', 'list'], [{ status: 200, body: { data, has_more: false } }]);
    expect(stdout).toBe(
      [
        'ID      NAME    PLATFORMS  MULTIPLIER  TRANSLATE',
        'grp_1   a       x, y       1           true',
        'grp_22  longer  -          1.5         false',
        '',
      ].join('\n'),
    );
  });

  it("exits with 1 when refused, with the API's message and field", async () => {
    const body = {
      error: {
        message: 'quota: not a decimal',
        type: 'gateway_error',
        code: 'invalid_request',
        param: 'quota',
      },
    };
    const { code, stderr, stdout } = await run(['wallet', 'credit', 'much'], [{ status: 400, body }]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('refused (400 invalid_request, field quota): quota: not a decimal\n');
  });

  it('exits with 1 when no gateway answers', async () => {
    const { code, stderr } = await run(['key', 'list'], [], { TURNPIKE_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/no gateway answers at http:\/\/127\.0\.0\.1:1/);
  });

  it('tells every problem of the settings and exits with 2, and starts nothing', async () => {
    const { code, stdout, stderr } = await run(['start', '--port', 'x', '--config', '/nowhere.yaml'], [], {
      LOG_LEVEL: 'loud',
      TURNPIKE_TYPO: '1',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const problem of [
      /^--port must/m,
      /^LOG_LEVEL must/m,
      /^TURNPIKE_TYPO is not/m,
      /^\/nowhere\.yaml: cannot/m,
    ]) {
      expect(stderr).toMatch(problem);
    }
  });
});
