import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Launched, launch, REPOSITORY, run, startEnvironment } from './launched.ts';

const USUAL_ADDRESS = 'http://127.0.0.1:8787';
const README = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');

let dir: string;
let running: Launched | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnpike-readme-'));
});
afterEach(async () => {
  running?.kill('SIGTERM');
  await running?.ended;
  running = null;
  rmSync(dir, { recursive: true, force: true });
});

/** The one fenced block of a language that has these words, as it stands in the README. */
function blockWith(words: string, language = 'sh'): string {
  const blocks = [...README.matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  const found = blocks.filter(([, tag, text = '']) => tag === language && text.includes(words));
  expect(found, `blocks with ${words}`).toHaveLength(1);
  return found[0]?.[2] ?? '';
}

/** Starts what a block says on a free port, and answers with the address. */
async function start(line: string, env: Record<string, string> = {}): Promise<string> {
  running = launch(line, { ...startEnvironment(join(dir, 'data')), ...env });
  const [, url = ''] = await running.printed(/ready on (\S+)\n[\s\S]*\n\n/);
  return url;
}

function runAt(url: string, block: string, env: Record<string, string> = {}) {
  return run(block.replaceAll(USUAL_ADDRESS, url), {
    DATA_DIR: join(dir, 'data'),
    TURNPIKE_URL: url,
    ...env,
  });
}

interface LocalModel {
  readonly url: string;
  readonly seen: { path: string | undefined; model: unknown; credential: string | undefined }[];
  close(): void;
}

/** A server of one's own, as the README's file has one: it asks for no credential. */
async function startLocalModel(): Promise<LocalModel> {
  const seen: LocalModel['seen'] = [];
  const server = createServer(async (request, response) => {
    const { model } = JSON.parse(await text(request));
    seen.push({ path: request.url, model, credential: request.headers.authorization });
    const message = { role: 'assistant', content: 'hello' };
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the README', () => {
  it('has a demonstration that starts, a request that is answered, and what it cost', async () => {
    const line = blockWith('npm start -- --demo').replace('npm ci && ', '').trim();
    const url = await start(line);
    const [, key = ''] = (await running?.printed(/^general key +(\S+)$/m)) ?? [];
    const chat = await runAt(url, blockWith('/v1/chat/completions'), { TURNPIKE_KEY: key });
    expect(chat.code).toBe(0);
    expect(JSON.parse(chat.stdout)).toMatchObject({ object: 'chat.completion' });
    const usage = await runAt(url, blockWith('/v1/usage'), { TURNPIKE_KEY: key });
    expect(JSON.parse(usage.stdout)).toMatchObject({ unit: 'USD' });
  }, 30_000);

  it('has a start with a provider key, and lines that give credit and a key', async () => {
    const line = blockWith('OPENAI_API_KEY=').replace('…', 'sk-some-provider-key').trim();
    const url = await start(line);
    const [credit = '', create = ''] = blockWith('wallet credit').trim().split('\n');
    expect((await runAt(url, credit)).stdout).toMatch(/^remaining +10$/m);
    expect((await runAt(url, create)).stdout).toMatch(/^key +sk-tp-\S+$/m);
  }, 30_000);

  it('has a configuration file that is taken as it stands', async () => {
    const local = await startLocalModel();
    try {
      const file = join(dir, 'turnpike.yaml');
      const declared = blockWith('channels:', 'yaml');
      writeFileSync(file, declared.replace('http://127.0.0.1:8000/v1', local.url));
      const url = await start(`npm start -- --config ${file}`, {
        OPENAI_API_KEY: 'sk-some-provider-key',
        ANTHROPIC_API_KEY: 'sk-some-other-key',
      });
      const created = await runAt(url, 'npm run turnpike -- key create --name first --group default');
      const [, key = ''] = /^key +(\S+)$/m.exec(created.stdout) ?? [];
      const question = blockWith('/v1/chat/completions').replace('gpt-4o-mini', 'qwen');
      const answer = await runAt(url, question, { TURNPIKE_KEY: key });
      expect(JSON.parse(answer.stdout)).toMatchObject({
        object: 'chat.completion',
        usage: { cost: 0.0000013 },
      });
      expect(local.seen).toEqual([
        { path: '/v1/chat/completions', model: 'Qwen/Qwen3-32B', credential: undefined },
      ]);
    } finally {
      local.close();
    }
  }, 30_000);
});
