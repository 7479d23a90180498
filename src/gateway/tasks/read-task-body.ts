import { createHash } from 'node:crypto';
import { type FormFields, isFormFile, type JsonObject } from '../../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import { MAX_BODY_BYTES, parseJsonObject } from '../steps/parse.ts';
import { isForm, parseForm } from '../steps/parse-form.ts';
import { readBody } from '../steps/read-body.ts';

/** Every field of a form of a task may stay text: the readers of fields take numbers and flags as text. */
const FIELDS: FormFields = { integers: [], flags: [] };

/** The body of a request for a task: JSON, or a form with files. @throws {Refusal} as `readBody` does. */
export async function readTaskBody({ request }: Exchange): Promise<JsonObject> {
  const contentType = request.headers['content-type'];
  if (!isForm(contentType)) {
    return parseJsonObject(await readBody(request, MAX_BODY_BYTES));
  }
  const received = await readBody(request, MAX_BODY_BYTES, 'form');
  return parseForm(received, contentType, FIELDS, null).body;
}

/**
 * What two requests are told apart by that came with the same Idempotency-Key: the fields, and files by
 * their content, since the boundary of a form differs each time.
 */
export function fingerprintOf(path: string, body: JsonObject): string {
  const text = JSON.stringify(body, (_name, value: unknown) =>
    isFormFile(value)
      ? { file: createHash('sha256').update(value.bytes).digest('hex'), type: value.contentType }
      : value,
  );
  return `${path}\n${text}`;
}
