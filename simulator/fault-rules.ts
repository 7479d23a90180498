import type { FaultEffect, FaultMatch, FaultRule } from './faults.ts';
import { asObject, type JsonObject } from './json-shape.ts';

type Check = (value: unknown) => string | undefined;

/**
 * Reads the body of the fault control: a rule, a list of rules, or `{"rules": […]}`. Returns a sentence that
 * names the field when something is wrong.
 */
export function parseFaultRules(value: unknown): FaultRule[] | string {
  const wrapped = asObject(value)?.rules ?? value;
  const list: readonly unknown[] = Array.isArray(wrapped) ? wrapped : [wrapped];
  const rules: FaultRule[] = [];
  for (const [index, entry] of list.entries()) {
    const at = Array.isArray(wrapped) ? `rules[${index}]` : 'rule';
    if (!isRule(entry)) return `${at}: ${problemOf(entry)}`;
    rules.push(entry);
  }
  return rules;
}

function isRule(entry: unknown): entry is FaultRule {
  return problemOf(entry) === undefined;
}

function problemOf(entry: unknown): string | undefined {
  const rule = asObject(entry);
  if (rule === undefined) return 'must be an object with match and effect';
  const unknown = Object.keys(rule).find((name) => name !== 'match' && name !== 'effect');
  if (unknown !== undefined) return `${unknown} is unknown; known are match, effect`;
  const match = asObject(rule.match ?? {});
  const effect = asObject(rule.effect);
  if (match === undefined) return 'match must be an object';
  if (effect === undefined) return 'effect must be an object';
  if (Object.keys(effect).length === 0) return 'effect must say what happens';
  return firstProblem('match', match, MATCH_CHECKS) ?? firstProblem('effect', effect, EFFECT_CHECKS);
}

function firstProblem(name: string, fields: JsonObject, checks: Record<string, Check>): string | undefined {
  for (const [field, value] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (check === undefined) {
      return `${name}.${field} is unknown; known are ${Object.keys(checks).join(', ')}`;
    }
    const problem = check(value);
    if (problem !== undefined) return `${name}.${field} ${problem}`;
  }
  return undefined;
}

function whole(least: number, most: number): Check {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `must be a whole number between ${least} and ${most}`;
}

const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a text');
const yesNo: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const anything: Check = () => undefined;
const timeMs = whole(0, 3_600_000);
const count = whole(0, Number.MAX_SAFE_INTEGER);
const fromOne = whole(1, Number.MAX_SAFE_INTEGER);

const turns: Check = (value) =>
  (Array.isArray(value) ? value : [value]).every((turn) => fromOne(turn) === undefined)
    ? undefined
    : 'must be a whole number from 1, or a list of such';

const merge: Check = (value) =>
  value === true || fromOne(value) === undefined ? undefined : 'must be true or a whole number from 1';

const headers: Check = (value) => {
  const fields = asObject(value);
  if (fields === undefined) return 'must be an object of texts';
  const bad = Object.entries(fields).find(
    ([name, field]) =>
      !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof field !== 'string' || /[^\t\x20-\x7e]/.test(field),
  );
  return bad === undefined ? undefined : `has a name or value that is no header: ${bad[0]}`;
};

const MATCH_CHECKS: Record<keyof FaultMatch, Check> = {
  credential: text,
  model: text,
  path: text,
  nth: turns,
};

const EFFECT_CHECKS: Record<keyof FaultEffect, Check> = {
  status: whole(200, 599),
  body: anything,
  headers,
  delay_ms: timeMs,
  stall_after_chunks: count,
  cut_after_bytes: count,
  split_bytes: fromOne,
  merge_chunks: merge,
  malformed_after: count,
  error_after: count,
  omit_usage: yesNo,
  retry_after: count,
  slow_chunk_ms: timeMs,
  close_idle_ms: timeMs,
};
