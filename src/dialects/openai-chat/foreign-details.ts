import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { isEnvelope } from '../translation/signature-envelope.ts';

/**
 * The messages of a native body without the reasoning details that another dialect made: a session that was
 * translated before comes to a server of this dialect itself with them, and none but their maker knows what
 * to do with them. Null where there are none, so that the bytes may go as they are.
 */
export function withoutForeignDetails(messages: unknown): readonly unknown[] | null {
  if (!Array.isArray(messages) || !messages.some((message) => detailsOf(message).some(isForeign))) {
    return null;
  }
  return messages.map((message: unknown) =>
    isJsonObject(message) && detailsOf(message).some(isForeign) ? withoutForeign(message) : message,
  );
}

function detailsOf(message: unknown): readonly unknown[] {
  return isJsonObject(message) && Array.isArray(message.reasoning_details) ? message.reasoning_details : [];
}

function isForeign(detail: unknown): detail is JsonObject {
  return isJsonObject(detail) && [detail.signature, detail.data].some(isForeignState);
}

function isForeignState(state: unknown): boolean {
  return typeof state === 'string' && isEnvelope(state);
}

/** Pieces of one index are one detail: the words of foreign thinking go with its signature. */
function withoutForeign(message: JsonObject): JsonObject {
  const { reasoning_details: _, ...rest } = message;
  const details = detailsOf(message);
  const foreign = new Set(details.filter(isForeign).map(({ index }) => index));
  foreign.delete(undefined);
  const kept = details.filter(
    (detail) => !isForeign(detail) && !(isJsonObject(detail) && foreign.has(detail.index)),
  );
  return kept.length === 0 ? rest : { ...rest, reasoning_details: kept };
}
