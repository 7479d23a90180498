import { readFileSync } from 'node:fs';
import { fileTwin, type Setting } from './setting.ts';

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Finds the text of a variable by name; undefined when it is not set or empty. */
export type Lookup = (name: string) => string | undefined;

/** A look-up in the environment. An empty variable counts as one that is not set. */
export function lookupIn(environment: Environment): Lookup {
  return (name) => {
    const text = environment[name];
    return text === undefined || text.trim() === '' ? undefined : text;
  };
}

/**
 * Reads one setting: its flag, else its variable, else for a secret the file its twin names, else its
 * fallback. What is wrong goes to `problems` with the variable's name, never with its value.
 */
export function readVariable<T>(
  setting: Setting<T>,
  lookup: Lookup,
  flag: string | undefined,
  problems: string[],
): T {
  const found = flag ?? textOf(setting, lookup, problems);
  if (found === undefined) {
    return setting.fallback;
  }
  const reading = setting.read(found.trim());
  if ('problem' in reading) {
    const source = flag === undefined ? setting.name : `--${setting.flag}`;
    problems.push(`${source} ${reading.problem}`);
    return setting.fallback;
  }
  return reading.value;
}

function textOf(setting: Setting<unknown>, lookup: Lookup, problems: string[]): string | undefined {
  const text = lookup(setting.name);
  const path = setting.isSecret ? lookup(fileTwin(setting)) : undefined;
  if (path === undefined) {
    return text;
  }
  if (text !== undefined) {
    problems.push(`${setting.name} and ${fileTwin(setting)} are both set; set one of them`);
    return undefined;
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    problems.push(`${fileTwin(setting)} names a file that cannot be read (${reason})`);
    return undefined;
  }
}
