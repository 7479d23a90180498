import { applySplices } from '../../core/json-members.ts';
import { boundaryOf, type Form, FormError, insertField, readForm } from '../../core/multipart.ts';
import { Refusal } from '../../core/refusal.ts';
import { type Call, type FormFields, formBody, formRefusal } from '../../dialects/index.ts';

/** What a form comes to: as a JSON body would, with where its parts stand instead of members. */
export type ParsedForm = Pick<Call, 'bytes' | 'body' | 'members'> & { readonly form: Form };

/** Whether a content type is that of a form. */
export function isForm(contentType: string | undefined): contentType is string {
  return contentType !== undefined && /^multipart\/form-data\s*(;|$)/i.test(contentType);
}

/**
 * Reads a form. Where it names no model and the key has a default one, it is read as if it named that.
 * @throws {Refusal} `invalid_request` naming the field that is malformed.
 */
export function parseForm(
  received: Buffer,
  contentType: string,
  fields: FormFields,
  defaultModel: string | null,
): ParsedForm {
  const boundary = boundaryOf(contentType);
  if (boundary === null) {
    throw new Refusal('invalid_request', { message: 'The content type names no boundary of the form' });
  }
  const form = findParts(received, boundary);
  const isModelMissing = form.parts.every(({ name }) => name !== 'model');
  if (isModelMissing && defaultModel !== null) {
    const bytes = applySplices(received, [insertField(form, 'model', defaultModel)]);
    return parseForm(bytes, contentType, fields, null);
  }
  return { bytes: received, body: formBody(received, form, fields), members: new Map(), form };
}

function findParts(bytes: Buffer, boundary: string): Form {
  try {
    return readForm(bytes, boundary);
  } catch (error) {
    throw error instanceof FormError ? formRefusal(error) : error;
  }
}
