import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const CONSOLE = join(REPOSITORY, 'console');
const SOURCES = ['src/**/*', 'public/**/*', 'build/**/*', 'index.html', 'vite.config.ts', 'package.json'];

/** Held by the process that builds. */
const LOCK = join(CONSOLE, '.build-lock');
const LOCK_LOOK_MS = 100;
const LOCK_MOST_MS = 180_000;

/** Where the gateway looks for the build in a checkout. */
export const CONSOLE_DIST = join(CONSOLE, 'dist');

/** Whether there is no build, or one that is older than a source of it. */
export function isConsoleStale(): boolean {
  const page = join(CONSOLE_DIST, 'index.html');
  if (!existsSync(page)) {
    return true;
  }
  const builtAtMs = statSync(page).mtimeMs;
  // A folder's own time tells of files that were removed or renamed.
  return globSync(SOURCES, { cwd: CONSOLE }).some(
    (path) => statSync(join(CONSOLE, path)).mtimeMs > builtAtMs,
  );
}

/**
 * Builds the console where it is missing or old. Of several processes that find it so at once one builds and
 * the others wait for it, so that nobody's build is swapped away under a reader.
 */
export async function ensureConsole(): Promise<void> {
  while (isConsoleStale()) {
    if (takeLock()) {
      try {
        await buildConsole();
      } finally {
        rmSync(LOCK, { recursive: true, force: true });
      }
    } else {
      await delay(LOCK_LOOK_MS);
    }
  }
}

/** A lock that is older than any build takes is of a process that died. */
function takeLock(): boolean {
  const lock = statSync(LOCK, { throwIfNoEntry: false });
  if (lock !== undefined && Date.now() - lock.mtimeMs > LOCK_MOST_MS) {
    rmSync(LOCK, { recursive: true, force: true });
  }
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds beside the place and swaps, so that whoever reads meanwhile never sees half a build, and two builds at
 * once do not mix.
 * @throws {Error} with what Vite said, when it fails; what was there stays.
 */
export async function buildConsole(into = CONSOLE_DIST): Promise<void> {
  const target = resolve(into);
  const fresh = mkdtempSync(join(CONSOLE, '.build-'));
  try {
    await runVite(fresh);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function runVite(outDir: string): Promise<void> {
  const vite = join(REPOSITORY, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--logLevel', 'warn', '--bypass-lock'];
  // A process of its own, so that the gateway keeps nothing of it in memory.
  const child = spawn(process.execPath, args, {
    cwd: CONSOLE,
    // Under vitest it is "test", with which React would be its development self, half as large again.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolvePromise, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      code === 0 ? resolvePromise() : reject(new Error(`the console could not be built:\n${said}`));
    });
  });
}
