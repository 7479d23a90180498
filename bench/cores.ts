import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which core a target gets and which one the load and the upstream share; null is "not pinned", with a reason. */
export type Cores = { target: number; driver: number } | null;

/** Expands a list of cores as the kernel writes it: `0-2,5` is 0, 1, 2, 5. */
export function parseCoreList(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
    });
}

/** Picks two cores that this process may use. Tells `warn` when there are not two or no `taskset` to pin with. */
export function pickCores(warn: (text: string) => void): Cores {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = /^Cpus_allowed_list:\s+(.+)$/m.exec(status)?.[1] ?? '';
  const [target, driver] = parseCoreList(list);
  if (target === undefined || driver === undefined) {
    warn(
      'Only one core: the target shares it with the load, so requests per second and latency mean little.',
    );
    return null;
  }
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  } catch {
    warn('No taskset (package util-linux): nothing is pinned to a core, so figures vary more.');
    return null;
  }
  return { target, driver };
}

/** A command line that runs `command` on one core. */
export function pinned(core: number | undefined, command: readonly string[]): string[] {
  return core === undefined ? [...command] : ['taskset', '-c', String(core), ...command];
}
