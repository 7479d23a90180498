import { parseArgs } from 'node:util';
import { ConfigFileError, nearestName, SettingsError } from '../config/index.ts';
import { type Command, CommandError, type CommandInput, UsageError } from './command.ts';
import { commandHelp, groupHelp, mainHelp } from './help.ts';
import type { Output } from './output.ts';
import { REGISTRY } from './registry.ts';
import { version } from './version.ts';

const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

/** Runs one command line and says how the process should exit: 0, 1 (refused) or 2 (usage). */
export async function runCli(args: readonly string[]): Promise<number> {
  const output: Output = {
    json: args.includes('--json'),
    line: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
  try {
    await dispatch(args, output);
    return DONE;
  } catch (error) {
    return report(error, output);
  }
}

async function dispatch(args: readonly string[], output: Output): Promise<void> {
  const [word = 'help', second, ...others] = args;
  if (word === 'help' || word === '--help' || word === '-h') {
    return second === undefined ? output.line(mainHelp()) : dispatch([second, ...others, '--help'], output);
  }
  if (word === '--version' || word === 'version') {
    return output.line(version());
  }
  const entry = REGISTRY.get(word);
  if (entry === undefined) {
    throw unknownWord(word, [...REGISTRY.keys()]);
  }
  const tree = await entry.load();
  if ('run' in tree) {
    return runCommand(word, tree, args.slice(1), output);
  }
  if (second === undefined || second === '--help' || second === '-h') {
    return output.line(groupHelp(word, tree.commands));
  }
  const command = Object.hasOwn(tree.commands, second) ? tree.commands[second] : undefined;
  if (command === undefined) {
    throw unknownWord(second, Object.keys(tree.commands), word);
  }
  return runCommand(`${word} ${second}`, command, others, output);
}

async function runCommand(name: string, command: Command, args: string[], output: Output): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    return output.line(commandHelp(name, command));
  }
  await command.run(parseInput(command, args, output));
}

function parseInput(command: Command, args: string[], output: Output): CommandInput {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  const parsed = parseArgs({
    args,
    options: { ...options, json: { type: 'boolean' } },
    allowPositionals: true,
    allowNegative: true,
    strict: true,
  });
  const values: CommandInput['options'] = parsed.values;
  const { positionals } = parsed;
  if (positionals.length !== command.arguments.length) {
    const wanted = command.arguments.length === 0 ? 'no arguments' : command.arguments.join(' ');
    throw new UsageError(`this command takes ${wanted}`);
  }
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required === true && values[name] === undefined) {
      throw new UsageError(`--${name} is required`);
    }
  }
  return { arguments: positionals, options: values, output };
}

function unknownWord(word: string, known: readonly string[], before = ''): UsageError {
  const nearest = nearestName(word, known);
  const hint = nearest === null ? `one of ${known.join(', ')}` : `did you mean ${nearest}?`;
  return new UsageError(`there is no command "${`${before} ${word}`.trim()}"; ${hint}`);
}

function report(error: unknown, output: Output): number {
  if (error instanceof SettingsError || error instanceof ConfigFileError) {
    for (const problem of error.problems) {
      output.note(problem);
    }
    output.note(
      `${error.problems.length} problem${error.problems.length === 1 ? '' : 's'}; nothing was changed`,
    );
    return WRONG_USAGE;
  }
  if (error instanceof UsageError || isParseArgsError(error)) {
    output.note(`${error.message}\nTry --help.`);
    return WRONG_USAGE;
  }
  if (isTakenAddress(error)) {
    output.note(`another program uses ${error.address}:${error.port}; choose another PORT or METRICS_PORT`);
    return REFUSED;
  }
  // What a known error or the system says is enough; an unknown one is a fault of ours, and its stack finds it.
  const known =
    error instanceof CommandError ||
    (error instanceof Error && 'syscall' in error) ||
    (error instanceof Error && error.name !== 'Error' && error.name !== 'TypeError');
  output.note(
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error),
  );
  return REFUSED;
}

function isTakenAddress(error: unknown): error is Error & { address: string; port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
