import { invalidField } from '../core/refusal.ts';
import type { JsonObject } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';

/**
 * The fields of one object of a client's body, read by name and kind. It knows which fields nobody asked
 * for, so that what has no word in the middle is named, not lost. Google's JSON takes every field in
 * camelCase and in snake_case (protobuf.dev, ProtoJSON): a camelCase name finds either.
 */
export interface Fields {
  /** The value; undefined when absent. Null counts as absent. */
  take(name: string): unknown;
  /** Where the field stands, as the caller spelled it: `generation_config.top_p`. */
  pathOf(name: string): string;
  /** The paths of all fields that were not taken. */
  untaken(): readonly string[];
  /** Where the object itself stands; empty for the body. */
  readonly path: string;
}

/** The fields of `holder`, which stands at `path` in the body. */
export function fieldsOf(holder: JsonObject, path: string): Fields {
  const taken = new Set<string>();

  function spelled(name: string): string {
    return name in holder ? name : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }

  function within(key: string): string {
    return path === '' ? key : `${path}.${key}`;
  }

  return {
    path,
    take(name) {
      const key = spelled(name);
      taken.add(key);
      return holder[key] ?? undefined;
    },
    pathOf: (name) => within(spelled(name)),
    untaken: () =>
      Object.keys(holder)
        .filter((key) => !taken.has(key) && holder[key] !== null)
        .map(within),
  };
}

/** A string, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeText(fields: Fields, name: string): string | null {
  return takeAs(fields, name, 'a string', (value) => typeof value === 'string');
}

/** A number, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeNumber(fields: Fields, name: string): number | null {
  return takeAs(fields, name, 'a number', (value) => typeof value === 'number');
}

/** An integer, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeInteger(fields: Fields, name: string): number | null {
  return takeAs(fields, name, 'an integer', (value): value is number => Number.isSafeInteger(value));
}

/** A boolean, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeFlag(fields: Fields, name: string): boolean | null {
  return takeAs(fields, name, 'a boolean', (value) => typeof value === 'boolean');
}

/** An object as it came, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeObject(fields: Fields, name: string): JsonObject | null {
  return takeAs(fields, name, 'an object', isJsonObject);
}

/** An object as fields, null when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeFields(fields: Fields, name: string): Fields | null {
  const value = takeObject(fields, name);
  return value === null ? null : fieldsOf(value, fields.pathOf(name));
}

/** A list of objects, empty when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeList(fields: Fields, name: string): readonly Fields[] {
  const list = takeAs(fields, name, 'an array', (value): value is unknown[] => Array.isArray(value)) ?? [];
  return list.map((entry, index) => {
    const path = `${fields.pathOf(name)}[${index}]`;
    if (!isJsonObject(entry)) {
      throw invalidField(path, 'must be an object');
    }
    return fieldsOf(entry, path);
  });
}

/** A list of strings, empty when absent. @throws {Refusal} `invalid_request` when it is something else. */
export function takeTexts(fields: Fields, name: string): readonly string[] {
  const areTexts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  return takeAs(fields, name, 'an array of strings', areTexts) ?? [];
}

/** @throws {Refusal} `invalid_request` unless the field is a string that is not empty. */
export function requireText(fields: Fields, name: string): string {
  const text = takeText(fields, name);
  if (text === null || text === '') {
    throw invalidField(fields.pathOf(name), 'must be a non-empty string');
  }
  return text;
}

function takeAs<T>(
  fields: Fields,
  name: string,
  kind: string,
  isKind: (value: unknown) => value is T,
): T | null {
  const value = fields.take(name);
  if (value === undefined) {
    return null;
  }
  if (!isKind(value)) {
    throw invalidField(fields.pathOf(name), `must be ${kind}`);
  }
  return value;
}
