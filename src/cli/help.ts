import type { Command } from './command.ts';
import { REGISTRY } from './registry.ts';
import { commandPrefix } from './version.ts';

/** What the command line can do. */
export function mainHelp(): string {
  return [
    `Usage: ${commandPrefix()} COMMAND`,
    '',
    ...aligned([...REGISTRY].map(([word, { summary }]) => [word, summary])),
    '',
    'Every command takes --json and --help; --version prints the version.',
    'All but start, migrate, rotate-master-key and doctor talk to the gateway of TURNPIKE_URL',
    '(http://127.0.0.1:8787) with TURNPIKE_ADMIN_KEY, or with the management key that a gateway on this',
    'machine keeps in DATA_DIR.',
  ].join('\n');
}

/** The commands of one first word. */
export function groupHelp(word: string, commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, command]): [string, string] => [
    [word, name, ...command.arguments].join(' '),
    command.summary,
  ]);
  return [`Usage: ${commandPrefix()} ${word} COMMAND`, '', ...aligned(rows)].join('\n');
}

/** Everything about one command. */
export function commandHelp(name: string, command: Command): string {
  const rows = Object.entries(command.options).map(
    ([option, { value, help, required, multiple }]): [string, string] => [
      value === undefined ? `--[no-]${option}` : `--${option} ${value}`,
      `${help}${required === true ? ' Required.' : ''}${multiple === true ? ' Can be repeated.' : ''}`,
    ],
  );
  const args = command.arguments.map((argument) => ` ${argument}`).join('');
  return [
    `Usage: ${commandPrefix()} ${name}${args}${rows.length === 0 ? '' : ' [OPTIONS]'}`,
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
    ...aligned([...rows, ['--json', 'Print the result as JSON.']]),
  ].join('\n');
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
