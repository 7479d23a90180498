import { parseDocument } from 'yaml';

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const MAX_ALIASES = 100;

/** The file is wrong. It lists every problem with its path, not the first alone. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads YAML of the core schema: no tags of its own, no key twice, bounded in size and in aliases.
 * @throws {ConfigFileError} naming lines, never quoting them, since they may hold secrets.
 */
export function parseYaml(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    throw new ConfigFileError([`the file is larger than ${MAX_FILE_BYTES} bytes`]);
  }
  const document = parseDocument(text, { schema: 'core', prettyErrors: true, uniqueKeys: true });
  // An unknown tag is a warning to the parser; here it would be a value nobody meant.
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new ConfigFileError(
      faults.map(({ linePos, code }) => `line ${linePos?.[0].line ?? '?'}: ${faultText(code)}`),
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new ConfigFileError([`the file has more than ${MAX_ALIASES} aliases, or one that points nowhere`]);
  }
}

function faultText(code: string): string {
  return `not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}
