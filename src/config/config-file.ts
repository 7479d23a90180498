import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { configFileSchema } from './config-file-schema.ts';
import type { Lookup } from './read-variable.ts';
import { ConfigFileError, parseYaml } from './yaml.ts';

/** What an operator declares in a file: entries by name, money in nano-dollars, secrets masked. */
export type ConfigFile = z.infer<ReturnType<typeof configFileSchema>>;

/**
 * Reads a configuration file. `env:NAME` in credentials and key values is resolved by `lookup`.
 * @throws {ConfigFileError} with every problem as `path: what is wrong`, never with a secret.
 */
export function parseConfigFile(text: string, lookup: Lookup): ConfigFile {
  const result = configFileSchema(lookup).safeParse(parseYaml(text) ?? {});
  if (!result.success) {
    throw new ConfigFileError(result.error.issues.flatMap(describeIssue));
  }
  return result.data;
}

/**
 * Reads the configuration file at a path.
 * @throws {ConfigFileError} with every problem, each beginning with the path of the file.
 */
export function readConfigFile(path: string, lookup: Lookup): ConfigFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigFileError([`${path}: cannot be read (${reason})`]);
  }
  try {
    return parseConfigFile(text, lookup);
  } catch (error) {
    if (error instanceof ConfigFileError) {
      throw new ConfigFileError(error.problems.map((problem) => `${path}: ${problem}`));
    }
    throw error;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pathText([...issue.path, key])}: is not a known field`);
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.find((issues) => issues.some(({ path: inner }) => inner.length > 0));
    const inner = nearest?.map((entry) => ({ ...entry, path: [...issue.path, ...entry.path] }));
    return inner?.flatMap(describeIssue) ?? [`${path}: is of a wrong type`];
  }
  return [`${path === '' ? 'file' : path}: ${issue.message}`];
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') {
      text += `[${part}]`;
    } else {
      text += text === '' ? String(part) : `.${String(part)}`;
    }
  }
  return text;
}
