import { invalidField } from '../../../core/refusal.ts';
import type { JsonObject } from '../../../dialects/index.ts';

/**
 * Reads the fields of one body, each once, and refuses at the end what nobody read: a parameter that is not
 * on the list could change the work without changing its price. A field that is null counts as absent.
 */
export interface FieldReader {
  /** The first of these names that is there, for what several dialects call differently; else null. */
  any(...names: readonly string[]): Field | null;
  /** Fields that say nothing about the work. */
  ignore(...names: readonly string[]): void;
  /** @throws {Refusal} `invalid_request` naming the first field that nobody read. */
  finish(): void;
}

/** A field that is there, under the name the caller wrote it. */
export interface Field {
  readonly name: string;
  readonly value: unknown;
}

/** A reader of a body; `prefix` is how the caller reaches it, where it is part of a larger one. */
export function createFieldReader(body: JsonObject, prefix = ''): FieldReader {
  const read = new Set<string>();
  return {
    any(...names) {
      let found: Field | null = null;
      for (const name of names) {
        const value = body[name] ?? null;
        read.add(name);
        if (value === null) {
          continue;
        }
        if (found !== null) {
          throw invalidField(prefix + name, `must not stand beside ${found.name}, which means the same`);
        }
        found = { name: prefix + name, value };
      }
      return found;
    },
    ignore(...names) {
      for (const name of names) {
        read.add(name);
      }
    },
    finish() {
      for (const [name, value] of Object.entries(body)) {
        if (!read.has(name) && value !== null && value !== undefined) {
          throw invalidField(prefix + name, 'is not a parameter of this endpoint');
        }
      }
    },
  };
}

/** @throws {Refusal} `invalid_request` when it is no text, or longer than `most` characters. */
export function textOf(field: Field | null, most: number): string | null {
  if (field === null) {
    return null;
  }
  if (typeof field.value !== 'string') {
    throw invalidField(field.name, 'must be a string');
  }
  if (field.value.length > most) {
    throw invalidField(field.name, `must not be longer than ${most} characters`);
  }
  return field.value === '' ? null : field.value;
}

/** A whole number; forms and some dialects write it as text. @throws {Refusal} when it is not in the range. */
export function integerOf(field: Field | null, least: number, most: number): number | null {
  if (field === null) {
    return null;
  }
  const { value } = field;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) {
    throw invalidField(field.name, `must be an integer from ${least} to ${most}`);
  }
  return number;
}

/** A flag; forms write it as text. @throws {Refusal} when it is none. */
export function flagOf(field: Field | null): boolean | null {
  if (field === null) {
    return null;
  }
  if (field.value === true || field.value === 'true') {
    return true;
  }
  if (field.value === false || field.value === 'false') {
    return false;
  }
  throw invalidField(field.name, 'must be a boolean');
}

/** One of some words, in lower case. @throws {Refusal} naming them. */
export function wordOf<W extends string>(field: Field | null, words: readonly W[]): W | null {
  const text = textOf(field, 64)?.toLowerCase() ?? null;
  if (field === null || text === null) {
    return null;
  }
  const word = words.find((one) => one.toLowerCase() === text);
  if (word === undefined) {
    throw invalidField(field.name, `must be one of ${words.join(', ')}`);
  }
  return word;
}

/** A text that has a form. @throws {Refusal} saying what it must be. */
export function formedOf(field: Field | null, form: RegExp, sentence: string): string | null {
  const text = textOf(field, 64);
  if (field !== null && text !== null && !form.test(text)) {
    throw invalidField(field.name, sentence);
  }
  return text;
}
