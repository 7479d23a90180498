import type { MediaRole } from '../../../canonical/media.ts';
import { type NanoUsd, parseUsd } from '../../../core/money.ts';
import { invalidField } from '../../../core/refusal.ts';
import { isFormFile, isJsonObject, type JsonObject } from '../../../dialects/index.ts';
import type { TaskWishes } from '../../../tasks/index.ts';
import type { AskedInput } from './asked-task.ts';
import { type Field, type FieldReader, integerOf, textOf } from './field-reader.ts';

/** The longest prompt that is taken. */
export const MOST_PROMPT_CHARACTERS = 32_000;
const MOST_MODEL_CHARACTERS = 200;
const MOST_URL_CHARACTERS = 2_048;
const MOST_INPUTS = 16;
const MOST_METADATA = 16;
const LARGEST_SEED = 2 ** 32 - 1;

/** The fields that every task has. */
export interface CommonFields {
  readonly model: string;
  readonly prompt: string;
  readonly seed: number | null;
  readonly callbackUrl: string | null;
  readonly maxCostNano: NanoUsd | null;
  readonly metadata: TaskWishes['metadata'];
}

/**
 * Reads what every task has. `model` is what stands in for one that the body does not name.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readCommon(fields: FieldReader, model: string | null): CommonFields {
  fields.ignore('user', 'safety_identifier');
  const named = textOf(fields.any('model'), MOST_MODEL_CHARACTERS) ?? model;
  if (named === null) {
    throw invalidField('model', 'must be a non-empty string');
  }
  return {
    model: named,
    prompt: textOf(fields.any('prompt'), MOST_PROMPT_CHARACTERS) ?? '',
    seed: integerOf(fields.any('seed'), 0, LARGEST_SEED),
    callbackUrl: readCallback(fields.any('callback_url')),
    maxCostNano: readMaxCredits(fields.any('max_credits')),
    metadata: readMetadata(fields.any('metadata')),
  };
}

/** @throws {Refusal} `invalid_request` where there is no prompt. */
export function requirePrompt({ prompt }: { readonly prompt: string }): string {
  if (prompt.trim() === '') {
    throw invalidField('prompt', 'must be a non-empty string');
  }
  return prompt;
}

function readCallback(field: Field | null): string | null {
  const url = textOf(field, MOST_URL_CHARACTERS);
  if (field !== null && url !== null && !/^https?:\/\/./i.test(url)) {
    throw invalidField(field.name, 'must be an address that begins with https:// or http://');
  }
  if (field !== null && url !== null && !URL.canParse(url)) {
    throw invalidField(field.name, 'must be an address');
  }
  return url;
}

function readMaxCredits(field: Field | null): NanoUsd | null {
  if (field === null) {
    return null;
  }
  const { value } = field;
  if (typeof value !== 'number' && typeof value !== 'string') {
    throw invalidField(field.name, 'must be an amount in USD, such as "0.50"');
  }
  try {
    // A number is read as it would be written; whoever needs it exact writes text.
    const nano = parseUsd(typeof value === 'number' ? value.toFixed(9) : value);
    if (nano < 0) {
      throw new RangeError('must not be negative');
    }
    return nano;
  } catch (error) {
    throw error instanceof RangeError ? invalidField(field.name, error.message) : error;
  }
}

function readMetadata(field: Field | null): TaskWishes['metadata'] {
  if (field === null) {
    return {};
  }
  if (!isJsonObject(field.value) || Object.keys(field.value).length > MOST_METADATA) {
    throw invalidField(field.name, `must be an object of at most ${MOST_METADATA} strings`);
  }
  for (const [name, value] of Object.entries(field.value)) {
    if (typeof value !== 'string' || value.length > 512 || name.length > 64) {
      throw invalidField(`${field.name}.${name}`, 'must be a string of at most 512 characters');
    }
  }
  return field.value as Record<string, string>;
}

/**
 * Inputs of one role: an address, a data URL, an uploaded file, an object with `url` or `image_url`, or a list
 * of these.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readInputs(field: Field | null, role: MediaRole): AskedInput[] {
  if (field === null) {
    return [];
  }
  const values: readonly unknown[] = Array.isArray(field.value) ? field.value : [field.value];
  if (values.length > MOST_INPUTS) {
    throw invalidField(field.name, `must not be more than ${MOST_INPUTS}`);
  }
  return values.map((value, at) =>
    inputOf(value, role, Array.isArray(field.value) ? `${field.name}[${at}]` : field.name),
  );
}

function inputOf(value: unknown, role: MediaRole, param: string): AskedInput {
  if (isFormFile(value)) {
    return { role, param, from: 'bytes', bytes: value.bytes, mediaType: value.contentType };
  }
  if (typeof value === 'string') {
    return sourceOf(value, role, param);
  }
  if (isJsonObject(value)) {
    return inputOfObject(value, role, param);
  }
  throw invalidField(param, 'must be an address, a data URL or an uploaded file');
}

function inputOfObject(value: JsonObject, role: MediaRole, param: string): AskedInput {
  for (const name of ['file_id', 'asset_id']) {
    if (value[name] != null) {
      throw invalidField(`${param}.${name}`, 'is not taken: give an address, a data URL or an upload');
    }
  }
  for (const name of ['image_url', 'video_url', 'audio_url', 'url']) {
    const inner = value[name];
    if (typeof inner === 'string') {
      return sourceOf(inner, role, `${param}.${name}`);
    }
    if (isJsonObject(inner) && typeof inner.url === 'string') {
      return sourceOf(inner.url, role, `${param}.${name}.url`);
    }
  }
  throw invalidField(param, 'must have an address in url or image_url');
}

const DATA_URL = /^data:([^;,]*)(?:;[^,]*)?;base64,/i;

function sourceOf(text: string, role: MediaRole, param: string): AskedInput {
  const match = DATA_URL.exec(text);
  if (match !== null) {
    return bytesOfBase64(text.slice(match[0].length), match[1] ?? null, role, param);
  }
  if (text.length > MOST_URL_CHARACTERS || !/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw invalidField(param, 'must be an address that begins with https:// or http://, or a data URL');
  }
  return { role, param, from: 'url', url: text };
}

/** An input that stands in the body itself. @throws {Refusal} naming the field, where it is no base64. */
export function bytesOfBase64(
  text: string,
  mediaType: string | null,
  role: MediaRole,
  param: string,
): AskedInput {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || !/^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(text.slice(-64))) {
    throw invalidField(param, 'is not base64');
  }
  return { role, param, from: 'bytes', bytes, mediaType: mediaType === '' ? null : mediaType };
}
