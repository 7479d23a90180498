import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureConsole } from '../../../scripts/console/console-build.ts';
import { launch, START, startEnvironment } from '../../start/launched.ts';

/** The first operator of every console under test. */
export const OPERATOR = { name: 'Ada Operator', email: 'ada@example.com', password: 'a long password' };

/** A gateway with the demonstration behind it and the console in front, in a process of its own. */
export interface ConsoleProcess {
  /** `http://localhost:PORT`, a name, because passkeys belong to names. */
  readonly url: string;
  /** The path and query of the one-time link for the first operator. */
  readonly firstLink: string;
  /** Its database, for what only time can change otherwise. */
  readonly databaseFile: string;
  /** The demonstration's general key. */
  readonly demoKey: string;
  close(): Promise<void>;
}

/** Starts it over an empty data folder, after building the console where that is stale. */
export async function startConsoleProcess(
  env: Readonly<Record<string, string>> = {},
): Promise<ConsoleProcess> {
  await ensureConsole();
  const dir = mkdtempSync(join(tmpdir(), 'turnpike-console-'));
  const started = launch(`${START} --demo`, { ...startEnvironment(join(dir, 'data')), ...env });
  const close = async (): Promise<void> => {
    started.kill('SIGKILL');
    await started.ended;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await started.printed(/# What the image key is\ncurl .*\n/);
  } catch (error) {
    await close();
    throw error;
  }
  const text = started.stdout();
  const port = /ready on http:\/\/[^:]+:(\d+)/.exec(text)?.[1] ?? '';
  return {
    url: `http://localhost:${port}`,
    firstLink: /(\/console\/sign-in\/first\?token=\S+)/.exec(text)?.[1] ?? '',
    demoKey: /general key {2}(\S+)/.exec(text)?.[1] ?? '',
    databaseFile: join(dir, 'data', 'turnpike.db'),
    close,
  };
}
