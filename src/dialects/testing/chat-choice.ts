import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** What was seen of one choice of a chat stream. */
export interface SeenChoice {
  finishReason: string | null;
  /** The input of its calls so far, by index; null for free text. */
  readonly calls: { readonly isFunction: boolean; input: string }[];
  hasLegacyCall: boolean;
}

const FINISH_REASONS = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);
/** The members a delta may have, with the kind of their value. */
const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  role: (value) => value === 'assistant',
  content: isTextOrNull,
  refusal: isTextOrNull,
  reasoning_content: isTextOrNull,
  reasoning_details: isListOfObjects,
  annotations: isListOfObjects,
  images: isListOfObjects,
  tool_calls: isListOfObjects,
  function_call: isJsonObject,
};

/** What is wrong with one choice of a chunk; null when nothing is. */
export function choiceProblem(choice: JsonObject, seen: Map<number, SeenChoice>): string | null {
  const { index, delta, finish_reason: finishReason } = choice;
  if (typeof index !== 'number' || !Number.isInteger(index) || !isJsonObject(delta)) {
    return 'has a choice without index or delta';
  }
  const isFirst = !seen.has(index);
  const known = seen.get(index) ?? { finishReason: null, calls: [], hasLegacyCall: false };
  seen.set(index, known);
  if (known.finishReason !== null) {
    return 'adds to a choice that ended';
  }
  if (isFirst !== 'role' in delta) {
    return isFirst ? 'begins a choice without a role' : 'has a role that is not the first';
  }
  return memberProblem(delta) ?? callsProblem(delta, known) ?? finishProblem(finishReason, known);
}

function memberProblem(delta: JsonObject): string | null {
  const wrong = Object.entries(delta).find(([name, value]) => MEMBERS[name]?.(value) !== true);
  return wrong === undefined ? null : `has a delta with an unknown or malformed ${wrong[0]}`;
}

function callsProblem(delta: JsonObject, choice: SeenChoice): string | null {
  const calls = Array.isArray(delta.tool_calls) ? delta.tool_calls.filter(isJsonObject) : [];
  choice.hasLegacyCall ||= isJsonObject(delta.function_call);
  return calls.map((call) => callProblem(call, choice)).find((problem) => problem !== null) ?? null;
}

/** Fact 3: an index always; id, type and name with the first fragment alone. */
function callProblem(call: JsonObject, { calls }: SeenChoice): string | null {
  const { index, id, type } = call;
  if (typeof index !== 'number' || index > calls.length) {
    return 'has a call without index, or with one that skips';
  }
  const body = isJsonObject(call.function) ? call.function : call.custom;
  if (!isJsonObject(body)) {
    return 'has a call without a body';
  }
  const known = calls[index];
  const isFunction = isJsonObject(call.function);
  const input = isFunction ? body.arguments : body.input;
  if (typeof input !== 'string') {
    return 'has a call whose input is no text';
  }
  if (known === undefined) {
    calls.push({ isFunction, input });
    const isNamed = typeof id === 'string' && id !== '' && typeof body.name === 'string' && body.name !== '';
    return isNamed && type === (isFunction ? 'function' : 'custom')
      ? null
      : 'begins a call without id, type or name';
  }
  known.input += input;
  return id === undefined && type === undefined && body.name === undefined && known.isFunction === isFunction
    ? null
    : 'names a call again';
}

/** Fact 4: a choice with calls ends with them, unless it was cut. Fact 3: arguments are JSON together. */
function finishProblem(finishReason: unknown, choice: SeenChoice): string | null {
  if (finishReason === null) {
    return null;
  }
  if (typeof finishReason !== 'string' || !FINISH_REASONS.has(finishReason)) {
    return 'has an unknown finish_reason';
  }
  choice.finishReason = finishReason;
  if (finishReason === 'length' || finishReason === 'content_filter') {
    return null;
  }
  const expected = choice.hasLegacyCall ? 'function_call' : choice.calls.length > 0 ? 'tool_calls' : 'stop';
  if (finishReason !== expected) {
    return `ends with ${finishReason} where it made ${choice.calls.length} calls`;
  }
  const broken = choice.calls.find(({ isFunction, input }) => isFunction && !isJson(input));
  return broken === undefined ? null : `has arguments that are no JSON: ${broken.input}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}
