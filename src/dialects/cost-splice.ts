import type { Measured } from '../canonical/usage.ts';
import { insertMember } from '../core/json-members.ts';
import type { JsonObject, TappedAnswer } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';
import { replaceBytes } from './frame-text.ts';
import { containerEnd, createKeySet, walkJson } from './json-walk.ts';

/** Where an answer's usage stands and how it is read. */
export interface UsageReader {
  /** The member of the answer. */
  readonly member: 'usage' | 'usageMetadata';
  /** Null when the usage says nothing that could be billed. */
  measure(usage: JsonObject, serviceTier: string | null): Measured | null;
}

const ANSWER_KEYS = {
  usage: createKeySet(['usage', 'service_tier']),
  usageMetadata: createKeySet(['usageMetadata', 'service_tier']),
};
const COST_KEY = createKeySet(['cost']);
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

/**
 * Reads the usage out of a complete answer and puts `cost` into it. Only the usage is parsed: an answer of
 * embeddings is megabytes of numbers. What is no JSON object, or has no usage, comes back as it is.
 */
export function tapAnswer(
  answer: Buffer,
  reader: UsageReader,
  costOf: (measured: Measured) => string,
): TappedAnswer {
  let usageStart = -1;
  let serviceTier: string | null = null;
  walkJson(
    answer,
    0,
    answer.length,
    ANSWER_KEYS[reader.member],
    (key, depth, _keyStart, start, stringEnd) => {
      if (depth === 1 && key === 0) {
        usageStart = answer[start] === OPEN_BRACE ? start : -1;
      } else if (depth === 1 && stringEnd > start + 2) {
        serviceTier = answer.toString('utf8', start + 1, stringEnd - 1);
      }
    },
  );
  if (usageStart === -1) {
    return { measured: null, bytes: answer };
  }
  const usage = parseObject(answer, usageStart, containerEnd(answer, usageStart, answer.length));
  const measured = usage === null ? null : reader.measure(usage, serviceTier);
  return measured === null
    ? { measured, bytes: answer }
    : { measured, bytes: putCost(answer, usageStart, costOf(measured)) };
}

/**
 * Puts `"cost":cost` into the usage object that starts at `usageStart`. A cost the upstream reported is
 * replaced: it is what the operator pays, not what the caller does.
 */
export function putCost(bytes: Buffer, usageStart: number, cost: string): Buffer {
  const usageEnd = containerEnd(bytes, usageStart, bytes.length);
  let knownStart = -1;
  walkJson(bytes, usageStart, usageEnd, COST_KEY, (_key, depth, _keyStart, valueStart) => {
    knownStart = depth === 1 ? valueStart : knownStart;
  });
  if (knownStart === -1) {
    const splice = insertMember(bytes, usageStart, 'cost', cost);
    return replaceBytes(bytes, splice.start, splice.end, splice.text);
  }
  return replaceBytes(bytes, knownStart, valueEnd(bytes, knownStart, usageEnd), cost);
}

/** The index past a value that is a number, a literal, a string without commas, or an object. */
function valueEnd(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === OPEN_BRACE || bytes[start] === OPEN_BRACKET) {
    return containerEnd(bytes, start, end);
  }
  let at = start;
  while (at < end && !/[,}\s]/.test(String.fromCharCode(bytes[at] ?? 0))) {
    at += 1;
  }
  return at;
}

/** Parses a range of bytes; null when it is no JSON object. */
export function parseObject(bytes: Buffer, start: number, end: number): JsonObject | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', start, end));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
