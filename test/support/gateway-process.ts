import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { testConfig } from './gateway.ts';
import { ADMIN_KEY, createGatewayClient, type GatewayClient, TEST_KEY } from './gateway-client.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const NODE = join(REPOSITORY, 'node_modules/.bin/node');
const READY_MS = 20_000;
const STOP_MS = 10_000;

/** A gateway in a process of its own, started as a person starts it, over a simulator in this process. */
export interface GatewayProcess extends GatewayClient {
  /** `http://127.0.0.1:PORT`; stays the same over restarts. */
  readonly url: string;
  readonly key: string;
  readonly dataDir: string;
  readonly simulator: Simulator;
  /** The process that runs now, or ran last. */
  readonly pid: number;
  /** What all runs have written to standard output and standard error so far. */
  stdout(): string;
  stderr(): string;
  /** Sends the signal (SIGTERM) and resolves when the process has ended, with its exit code; null when killed. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends the process if it still runs (SIGTERM) and starts another over the same data and port. */
  restart(): Promise<void>;
  /** Ends both and removes the data; never leaves a process behind. */
  close(): Promise<void>;
}

/** What can differ from the usual process. */
export interface GatewayProcessOptions {
  /** The configuration file, given the simulator's address; `testConfig` by default. */
  readonly config?: (simulatorUrl: string) => string;
  /** Variables beside those every test process gets; nothing of this process's environment but PATH is passed on. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the simulator and the process, and resolves when `/readyz` answers 200.
 * @throws {Error} with what the process wrote, when it ends or is not ready within 20 seconds.
 */
export async function startGatewayProcess(options: GatewayProcessOptions = {}): Promise<GatewayProcess> {
  const simulator = await startSimulator({ port: 0 });
  const dataDir = mkdtempSync(join(tmpdir(), 'turnpike-process-'));
  const configFile = join(dataDir, 'turnpike.yaml');
  writeFileSync(configFile, (options.config ?? testConfig)(simulator.url));
  const runs = createRuns(dataDir, configFile, options.env ?? {});
  async function clean(): Promise<void> {
    await runs.end('SIGTERM');
    await simulator.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  try {
    await runs.start();
  } catch (error) {
    await clean();
    throw error;
  }
  return {
    ...createGatewayClient(runs.url),
    get url() {
      return runs.url();
    },
    get pid() {
      return runs.pid();
    },
    ...{ key: TEST_KEY, dataDir, simulator, stdout: runs.stdout, stderr: runs.stderr },
    kill: (signal = 'SIGTERM') => runs.end(signal),
    async restart() {
      await runs.end('SIGTERM');
      await runs.start();
    },
    close: clean,
  };
}

/** One process after another over the same data; the port the first one got is kept. */
function createRuns(dataDir: string, configFile: string, env: Readonly<Record<string, string>>) {
  let child: ChildProcess | null = null;
  let url = '';
  let [stdout, stderr] = ['', ''];

  async function start(): Promise<void> {
    const before = stdout.length;
    const started = spawn(NODE, ['src/cli/main.ts', 'start', '--config', configFile], {
      cwd: REPOSITORY,
      env: { ...usualEnvironment(dataDir, url), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const endWithUs = (): boolean => started.kill('SIGKILL');
    process.on('exit', endWithUs);
    started.once('exit', () => process.off('exit', endWithUs));
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const deadline = performance.now() + READY_MS;
    while (!(await isReady())) {
      if (hasEnded(started) || performance.now() > deadline) {
        throw new Error(`the gateway is not ready:\n${stdout.slice(before)}\n${stderr}`);
      }
      await delay(20);
    }

    async function isReady(): Promise<boolean> {
      url = /ready on (http:\S+)/.exec(stdout.slice(before))?.[1] ?? url;
      const isAnnounced = stdout.length > before && url !== '';
      return isAnnounced && (await answersReady(url));
    }
  }

  return {
    start,
    /** Ends what runs; a process that does not go within ten seconds is killed. */
    async end(signal: NodeJS.Signals): Promise<number | null> {
      if (child === null) {
        return null;
      }
      const ending = child;
      if (!hasEnded(ending)) {
        const ended = new Promise((resolve) => ending.once('exit', resolve));
        const lastResort = setTimeout(() => ending.kill('SIGKILL'), STOP_MS);
        ending.kill(signal);
        await ended;
        clearTimeout(lastResort);
      }
      return ending.exitCode;
    },
    url: () => url,
    pid: () => child?.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
  };
}

function usualEnvironment(dataDir: string, url: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    PORT: url === '' ? '0' : new URL(url).port,
    METRICS_PORT: 'off',
    LOG_LEVEL: 'warn',
    TURNPIKE_ADMIN_KEY: ADMIN_KEY,
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answersReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}
