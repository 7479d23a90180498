import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { type CannedDialect, CHAT_MODEL, MESSAGES_MODEL } from './canned.ts';
import type { TargetName } from './plan.ts';
import { POLICY_KEY, POLICY_KEY_CONFIG, POLICY_PROJECT } from './policies.ts';
import { freePort, type TargetCommand } from './target.ts';

/** The key that every valid request carries. Only Turnpike looks at it. */
export const BENCH_KEY = 'bench_valid_key_0123456789abcdef';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** How to start a target whose files lie in `folder` and whose upstream listens on `upstreamPort`. */
export async function targetCommand(
  name: TargetName,
  folder: string,
  upstreamPort: number,
): Promise<TargetCommand> {
  const port = await freePort();
  const base = { name, port, logFile: join(folder, `${name}.log`) };
  switch (name) {
    case 'floor':
      return {
        ...base,
        args: [root('bench/floor.ts'), `--port=${port}`, `--upstream=http://127.0.0.1:${upstreamPort}`],
        env: {},
        readyPath: '/ready',
      };
    case 'portkey':
      return {
        ...base,
        args: [
          root('node_modules/@portkey-ai/gateway/build/start-server.js'),
          `--port=${port}`,
          '--headless',
        ],
        env: { NODE_ENV: 'production' },
        readyPath: '/',
      };
    case 'turnpike':
      return turnpikeCommand(base, folder, upstreamPort);
  }
}

/** Headers that a target needs besides the client's own. */
export function targetHeaders(
  name: string,
  dialect: CannedDialect,
  upstreamPort: number,
): Record<string, string> {
  if (name !== 'portkey') return {};
  return {
    'x-portkey-provider': dialect === 'chat' ? 'openai' : 'anthropic',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
  };
}

async function turnpikeCommand(
  base: Pick<TargetCommand, 'name' | 'port' | 'logFile'>,
  folder: string,
  upstreamPort: number,
): Promise<TargetCommand> {
  const dataDir = join(folder, 'turnpike-data');
  mkdirSync(dataDir, { recursive: true });
  const config = join(folder, 'turnpike.yaml');
  writeFileSync(config, stringify(turnpikeConfig(upstreamPort)));
  return {
    ...base,
    args: [...startArguments(), '--config', config],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      PORT: String(base.port),
      METRICS_PORT: String(await freePort()),
      LOG_LEVEL: 'info',
      TURNPIKE_ADMIN_KEY: 'bench_admin_key_0123456789abcdef',
      BENCH_KEY,
      BENCH_POLICY_KEY: POLICY_KEY,
      BENCH_UPSTREAM_KEY: 'bench-upstream-credential',
    },
    readyPath: '/readyz',
  };
}

/** What `npm start` runs, flags of Node included, with the paths made absolute. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(root('package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...words] = scripts.start.split(' ');
  return words.map((word) => (/\.[jt]s$/.test(word) ? root(word) : word));
}

function turnpikeConfig(upstreamPort: number): object {
  const channel = { credentials: ['env:BENCH_UPSTREAM_KEY'], groups: ['default'], allow_private: true };
  return {
    groups: [{ name: 'default', platforms: ['openai', 'anthropic'], multiplier: '1', translate: true }],
    models: [
      { name: CHAT_MODEL, price: { input: '0.15', output: '0.60', cache_read: '0.075' } },
      {
        name: MESSAGES_MODEL,
        price: { input: '3', output: '15', cache_read: '0.30', cache_write_5m: '3.75', cache_write_1h: '6' },
      },
    ],
    channels: [
      {
        ...channel,
        name: 'bench-openai',
        provider: 'openai',
        base_url: `http://127.0.0.1:${upstreamPort}/v1`,
        models: [CHAT_MODEL],
      },
      {
        ...channel,
        name: 'bench-anthropic',
        provider: 'anthropic',
        base_url: `http://127.0.0.1:${upstreamPort}`,
        models: [MESSAGES_MODEL],
      },
    ],
    projects: [
      { name: 'Default', mode: 'credits', error_format: 'native', credit: '100000' },
      POLICY_PROJECT,
    ],
    keys: [
      { name: 'bench', project: 'Default', group: 'default', value: 'env:BENCH_KEY' },
      POLICY_KEY_CONFIG,
    ],
  };
}
