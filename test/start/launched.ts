import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout, where a person would stand. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A command that runs or ran. */
export interface Launched {
  stdout(): string;
  stderr(): string;
  /** The exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves with the match as soon as standard output has one. @throws an Error when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal to it and to everything it started. */
  kill(signal: NodeJS.Signals): void;
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of shell with the Node of this checkout first in the path, as npm does. */
export function launch(line: string, env: Readonly<Record<string, string>> = {}, cwd = REPOSITORY): Launched {
  // A group of its own, so that what npm starts can be ended with it.
  const child = spawn('bash', ['-c', line], {
    cwd,
    env: {
      PATH: `${join(REPOSITORY, 'node_modules/.bin')}:${process.env.PATH}`,
      HOME: process.env.HOME ?? '/tmp',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (signal: NodeJS.Signals): void => killGroup(child, signal);
  const killWithUs = (): void => kill('SIGKILL');
  process.on('exit', killWithUs);
  let [stdout, stderr] = ['', ''];
  let look = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => process.off('exit', killWithUs));
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    kill,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found = pattern.exec(stdout);
          if (found !== null) {
            resolve(found);
          }
        };
        look();
        void ended.then((code) => reject(new Error(`it ended with ${code}:\n${stdout}\n${stderr}`)));
      }),
  };
}

/** Runs a line of shell to its end. */
export async function run(
  line: string,
  env: Readonly<Record<string, string>> = {},
  cwd = REPOSITORY,
): Promise<Ended> {
  const launched = launch(line, env, cwd);
  const code = await launched.ended;
  return { code, stdout: launched.stdout(), stderr: launched.stderr() };
}

/** The line that starts a gateway as `npm start` does. */
export const START = 'exec node src/cli/main.ts start';

/** What every gateway of a test is started with, so that it meets no other one. */
export function startEnvironment(dataDir: string): Record<string, string> {
  return { DATA_DIR: dataDir, PORT: '0', METRICS_PORT: 'off', LOG_LEVEL: 'warn' };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    process.kill(-child.pid, signal);
  }
}
