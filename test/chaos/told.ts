import { parseUsd } from '../../src/core/money.ts';
import type { Seen } from './load.ts';

/** What an answer itself says it used and cost. */
export interface Told {
  /** Nano-dollars. */
  readonly costNano: number;
  /** Tokens of every kind, read and written. */
  readonly tokens: number;
}

/** Counts that add up to everything an answer used, dialect by dialect; the last one in an answer counts. */
const TOTALS: readonly (readonly string[])[] = [
  ['prompt_tokens', 'completion_tokens'],
  ['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount'],
  ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'output_tokens'],
];

/** Reads cost and tokens out of a whole answer. @throws an Error when it does not say them. */
export function readTold({ text, asked }: Seen): Told {
  const cost = lastValue(text, 'cost');
  if (cost === null) {
    throw new Error(`the answer of ${asked.path} says no cost: ${text.slice(-400)}`);
  }
  const names = TOTALS.find(([first = '']) => lastValue(text, first) !== null) ?? [];
  const tokens = names.reduce((sum, name) => sum + Number(lastValue(text, name) ?? 0), 0);
  return { costNano: parseUsd(cost), tokens };
}

function lastValue(text: string, name: string): string | null {
  return [...text.matchAll(new RegExp(`"${name}":\\s*([0-9.]+)`, 'g'))].at(-1)?.[1] ?? null;
}
