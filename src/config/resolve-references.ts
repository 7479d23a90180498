import type { Lookup } from './read-variable.ts';
import { parseYaml } from './yaml.ts';

/**
 * A configuration file as plain data, with the secrets that `lookup` finds put in place of `env:NAME`.
 * What it does not find stays for the reader of the file to refuse.
 * @throws {ConfigFileError} when the text is not YAML.
 */
export function resolveReferences(text: string, lookup: Lookup): unknown {
  const resolve = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('env:') ? (lookup(value.slice(4))?.trim() ?? value) : value;
  const file = parseYaml(text);
  changeEntries(file, 'channels', (channel) => {
    if (Array.isArray(channel.credentials)) {
      channel.credentials = channel.credentials.map(resolve);
    }
  });
  changeEntries(file, 'keys', (key) => {
    if (key.value !== undefined) {
      key.value = resolve(key.value);
    }
  });
  return file ?? {};
}

function changeEntries(
  file: unknown,
  member: string,
  change: (entry: Record<string, unknown>) => void,
): void {
  const entries = isObject(file) ? file[member] : null;
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (isObject(entry)) {
      change(entry);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
