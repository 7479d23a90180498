import type { Form, FormError, FormPart } from '../core/multipart.ts';
import { invalidField, type Refusal } from '../core/refusal.ts';
import type { JsonObject } from './dialect.ts';

/** Which fields of a form are no text: a form knows nothing but text and files. */
export interface FormFields {
  readonly integers: readonly string[];
  readonly flags: readonly string[];
}

/** A file of a form: a view of the body, not a copy. */
export interface FormFile {
  readonly contentType: string | null;
  readonly bytes: Buffer;
}

/**
 * A form as the JSON body it stands for: `image[]` and whatever comes several times become lists. Fields
 * that are no number or flag though they should be stay text, for the operation to refuse by name.
 * @throws {Refusal} `invalid_request` naming a text field that comes twice without `[]`.
 */
export function formBody(bytes: Buffer, form: Form, fields: FormFields): JsonObject {
  const body = new Map<string, unknown>();
  for (const part of form.parts) {
    const isList = part.name.endsWith('[]');
    const name = isList ? part.name.slice(0, -2) : part.name;
    const value = fieldValue(bytes, part, fields);
    const known = body.get(name);
    if (known === undefined) {
      body.set(name, isList ? [value] : value);
    } else if (Array.isArray(known)) {
      known.push(value);
    } else if (isFormFile(known) && isFormFile(value)) {
      body.set(name, [known, value]);
    } else {
      throw invalidField(name, 'must not stand twice in the body');
    }
  }
  return Object.fromEntries(body);
}

/** Whether a value of such a body is a file. */
export function isFormFile(value: unknown): value is FormFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes);
}

/** The refusal of a body that is no form, naming the field where it is known. */
export function formRefusal(error: FormError): Refusal {
  return invalidField(error.field ?? 'body', `the multipart body is malformed: ${error.message}`);
}

function fieldValue(bytes: Buffer, part: FormPart, { integers, flags }: FormFields): unknown {
  if (part.fileName !== null) {
    return { contentType: part.contentType, bytes: bytes.subarray(part.start, part.end) };
  }
  const text = bytes.toString('utf8', part.start, part.end);
  if (flags.includes(part.name) && (text === 'true' || text === 'false')) {
    return text === 'true';
  }
  return integers.includes(part.name) && /^\d{1,15}$/.test(text) ? Number(text) : text;
}
