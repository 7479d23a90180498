import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pinned } from './cores.ts';
import type { TargetName } from './plan.ts';

/** How a target is started; everything about it that the bench need not know is in its command. */
export type TargetCommand = {
  name: TargetName;
  /** Node's arguments, program first. */
  args: readonly string[];
  env: Record<string, string>;
  port: number;
  /** Answers 200 as soon as the target takes requests. */
  readyPath: string;
  logFile: string;
};

/** A target that takes requests. */
export type RunningTarget = {
  name: TargetName;
  pid: number;
  port: number;
  readyMs: number;
  stop(): Promise<void>;
};

const READY_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 15_000;
const POLL_MS = 5;

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a target as its own process on one core and waits until it is ready, measured from the start of the
 * process. Throws with the end of its log when it ends first or takes longer than 20 seconds.
 */
export async function startTarget(command: TargetCommand, core: number | undefined): Promise<RunningTarget> {
  const log = openSync(command.logFile, 'a');
  const [program = '', ...args] = pinned(core, [process.execPath, ...command.args]);
  const startedMs = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...command.env },
  });
  closeSync(log);
  children.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  }).then(() => void children.delete(child));
  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(killer);
  };
  while (!(await answers(command.port, command.readyPath))) {
    const problem = problemOf(child, performance.now() - startedMs);
    if (problem !== undefined) {
      await stop();
      throw new Error(`${command.name} ${problem}: ${endOf(command.logFile)}`);
    }
    await sleep(POLL_MS);
  }
  return {
    name: command.name,
    pid: child.pid ?? 0,
    port: command.port,
    readyMs: performance.now() - startedMs,
    stop,
  };
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function problemOf(child: ChildProcess, waitedMs: number): string | undefined {
  if (child.pid === undefined) return 'could not be started';
  if (child.exitCode !== null || child.signalCode !== null)
    return `ended with ${child.exitCode ?? child.signalCode}`;
  return waitedMs > READY_LIMIT_MS ? `was not ready after ${READY_LIMIT_MS / 1000} s` : undefined;
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, path, host: '127.0.0.1', agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

function endOf(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  // The frames of a stack push out of sight the sentence that says what is wrong.
  const telling = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return telling.length === 0 ? 'it wrote nothing' : telling.slice(-12).join('\n');
}
