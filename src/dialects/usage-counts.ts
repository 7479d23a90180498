import type { JsonObject } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';

/** No request counts a billion tokens: a larger number is an upstream's mistake and must not be billed. */
const MAX_COUNT = 1_000_000_000;

/** A token count as an upstream reports it; null when absent, negative, no integer or absurd. */
export function readCount(holder: JsonObject, field: string): number | null {
  const value = holder[field];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT
    ? value
    : null;
}

/** A nested object of counts; empty when absent. */
export function readDetails(holder: JsonObject, field: string): JsonObject {
  const value = holder[field];
  return isJsonObject(value) ? value : {};
}

/** A string member; null when absent or empty. */
export function readWord(holder: JsonObject, field: string): string | null {
  const value = holder[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * Splits a total into parts it includes and what is left. Parts are taken in order and never sum to more
 * than the total, so that nothing is billed twice when an upstream's parts overlap.
 */
export function splitTotal(
  total: number,
  parts: readonly (number | null)[],
): { readonly parts: readonly number[]; readonly rest: number } {
  let rest = total;
  const taken = parts.map((part) => {
    const amount = Math.min(part ?? 0, rest);
    rest -= amount;
    return amount;
  });
  return { parts: taken, rest };
}
