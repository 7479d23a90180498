import {
  applySplices,
  insertMember,
  JsonMembersError,
  type Member,
  readMembers,
} from '../../core/json-members.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import type { Call, CallAddress, JsonObject, Operation } from '../../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import { readBody } from './read-body.ts';

/** Bound of a body as it arrives and of what comes out of its decompression. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Reads a call. Where neither the address nor the body names a model, and the key has a default one, the
 * body is read as if it named that.
 * @throws {Refusal} as `readBody` does, `invalid_json`, or `invalid_request` naming a field.
 */
export async function parse(
  exchange: Exchange,
  operation: Operation,
  address: CallAddress,
  defaultModel: string | null,
): Promise<Call> {
  const received = await readBody(exchange.request, MAX_BODY_BYTES);
  const asked = parseObject(received);
  const isModelMissing = address.model === null && asked.model === undefined;
  const { bytes, body } =
    isModelMissing && defaultModel !== null
      ? withModel(received, asked, defaultModel)
      : { bytes: received, body: asked };
  const members = findMembers(bytes);
  const facts = operation.readFacts(body, address);
  exchange.facts = facts;
  return { operation, address, bytes, body, members, facts };
}

/** A client may leave the model out (Codex's app does), and everything after this expects one. */
function withModel(bytes: Buffer, body: JsonObject, model: string): { bytes: Buffer; body: JsonObject } {
  const splice = insertMember(bytes, bytes.indexOf('{'), 'model', JSON.stringify(model));
  return { bytes: applySplices(bytes, [splice]), body: { ...body, model } };
}

function parseObject(bytes: Buffer): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    const message = bytes.length === 0 ? 'The request body is empty; it must be a JSON object' : undefined;
    throw new Refusal('invalid_json', message === undefined ? { cause } : { message, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('invalid_request', { message: 'The request body must be a JSON object' });
  }
  return value as JsonObject;
}

function findMembers(bytes: Buffer): Map<string, Member> {
  try {
    return readMembers(bytes);
  } catch (error) {
    if (error instanceof JsonMembersError && error.duplicateKey !== null) {
      throw invalidField(error.duplicateKey, 'must not stand twice in the body');
    }
    throw new Refusal('invalid_json', { cause: error });
  }
}
