import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { FOREIGN_CALL_SIGNATURE, isForeignSignature } from './signatures.ts';

/**
 * The contents of a native body without the signatures that another dialect made: a session that was
 * translated before comes to Gemini itself with them, and Gemini refuses what it did not sign. Calls get the
 * documented stand-in, thoughts go. Null where there is none, so that the bytes may go as they are.
 */
export function withoutForeignSignatures(contents: unknown): readonly unknown[] | null {
  if (!Array.isArray(contents) || !contents.some((content) => partsOf(content).some(isForeign))) {
    return null;
  }
  return contents.map((content: unknown) =>
    isJsonObject(content) && partsOf(content).some(isForeign)
      ? { ...content, parts: partsOf(content).flatMap(withoutForeign) }
      : content,
  );
}

function partsOf(content: unknown): readonly unknown[] {
  return isJsonObject(content) && Array.isArray(content.parts) ? content.parts : [];
}

function isForeign(part: unknown): part is JsonObject {
  const signature = isJsonObject(part) ? (part.thoughtSignature ?? part.thought_signature) : null;
  return typeof signature === 'string' && isForeignSignature(signature);
}

/** Reads both spellings, as Google does. */
function withoutForeign(part: unknown): readonly unknown[] {
  if (!isForeign(part)) {
    return [part];
  }
  const { thoughtSignature: _, thought_signature: __, ...rest } = part;
  if (rest.thought === true || rest.text === '') {
    return [];
  }
  const isCall = (rest.functionCall ?? rest.function_call) !== undefined;
  return [isCall ? { ...rest, thoughtSignature: FOREIGN_CALL_SIGNATURE } : rest];
}
