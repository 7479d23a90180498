import { invalidField } from '../core/refusal.ts';
import type { JsonObject } from './dialect.ts';

/**
 * The few checks routing and money need. A member that is null counts as absent, as the vendors' own APIs
 * take it. Everything else of a body is the upstream's to judge.
 */

/** @throws {Refusal} `invalid_request` unless `model` is a non-empty string. */
export function requireModel(body: JsonObject): string {
  return requireText(body, 'model');
}

/** @throws {Refusal} `invalid_request` unless the member is a non-empty string. */
export function requireText(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') {
    throw invalidField(field, 'must be a non-empty string');
  }
  return value;
}

/** @throws {Refusal} `invalid_request` unless the member is a non-empty array. */
export function requireArray(body: JsonObject, field: string): readonly unknown[] {
  const value = body[field];
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidField(field, 'must be a non-empty array');
  }
  return value;
}

/**
 * A boolean that is false when absent.
 * @throws {Refusal} `invalid_request` when it is something else.
 */
export function readFlag(body: JsonObject, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value !== 'boolean') {
    throw invalidField(field, 'must be a boolean');
  }
  return value;
}

/**
 * A positive integer, null when absent. `path` is how the caller wrote the field when it is nested.
 * @throws {Refusal} `invalid_request` when it is something else.
 */
export function readPositiveInteger(holder: JsonObject, field: string, path = field): number | null {
  const value = holder[field] ?? null;
  if (value === null) {
    return null;
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw invalidField(path, 'must be a positive integer');
  }
  return value;
}

/** Most choices one request may ask for: what OpenAI allows for `n`. */
const MAX_CHOICES = 128;

/**
 * How many answers are asked for, one when absent.
 * @throws {Refusal} `invalid_request` when it is not an integer from 1 to 128.
 */
export function readChoices(holder: JsonObject, field: string, path = field): number {
  const value = holder[field] ?? 1;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_CHOICES) {
    throw invalidField(path, `must be an integer from 1 to ${MAX_CHOICES}`);
  }
  return value;
}

/**
 * An object, null when absent.
 * @throws {Refusal} `invalid_request` when it is something else.
 */
export function readObject(holder: JsonObject, field: string, path = field): JsonObject | null {
  const value = holder[field] ?? null;
  if (value !== null && !isJsonObject(value)) {
    throw invalidField(path, 'must be an object');
  }
  return value;
}

/** The larger of two limits of which either may be missing. */
export function largerLimit(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** Whether a parsed value is an object and no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
