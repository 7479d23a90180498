import type { Output } from './output.ts';

/** One `--option` of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** What stands for the value in the help; a boolean has none. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly required?: boolean;
}

/** Options by name, without dashes. */
export type Options = Readonly<Record<string, Option>>;

/** What a command is called with, already checked against its options and arguments. */
export interface CommandInput {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly output: Output;
}

/** The value of an option; undefined when it was not given. */
export type OptionValue = string | boolean | (string | boolean)[] | undefined;

/** One thing the command line can do. */
export interface Command {
  readonly summary: string;
  /** Names of its arguments, in their order; all of them are required. */
  readonly arguments: readonly string[];
  readonly options: Options;
  /** Longer help, whole lines; absent when the summary says it all. */
  readonly details?: string;
  run(input: CommandInput): Promise<void>;
}

/** A command, or commands by their second word: `key` has `create`, `list` and so on. */
export type CommandTree = Command | { readonly commands: Readonly<Record<string, Command>> };

/** The command line was used wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for was refused or could not be done: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** An option as text; undefined when it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}
