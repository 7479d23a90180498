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
import { isForm, parseForm } from './parse-form.ts';
import { readBody } from './read-body.ts';

/** Bound of a body as it arrives and of what comes out of its decompression. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

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
  const { form } = operation;
  const contentType = exchange.request.headers['content-type'];
  if (form === undefined || !isForm(contentType)) {
    const received = await readBody(exchange.request, MAX_BODY_BYTES);
    return readCall(exchange, operation, address, defaultModel, received);
  }
  const received = await readBody(exchange.request, MAX_BODY_BYTES, 'form');
  return understand(exchange, operation, address, parseForm(received, contentType, form, defaultModel));
}

/** Reads a call whose bytes are there. @throws {Refusal} `invalid_json`, or `invalid_request` naming a field. */
export function readCall(
  exchange: Exchange,
  operation: Operation,
  address: CallAddress,
  defaultModel: string | null,
  received: Buffer,
): Call {
  const asked = parseJsonObject(received);
  const isModelMissing = address.model === null && asked.model == null;
  const { bytes, body } =
    isModelMissing && defaultModel !== null
      ? withModel(received, asked, defaultModel)
      : { bytes: received, body: asked };
  return understand(exchange, operation, address, { bytes, body, members: findMembers(bytes) });
}

/** @throws {Refusal} `invalid_request` naming a field. */
function understand(
  exchange: Exchange,
  operation: Operation,
  address: CallAddress,
  read: Pick<Call, 'bytes' | 'body' | 'members' | 'form'>,
): Call {
  const facts = operation.readFacts(read.body, address);
  exchange.facts = facts;
  return { operation, address, ...read, facts };
}

/** A client may leave the model out (Codex's app does) or name none, and everything after this expects one. */
function withModel(bytes: Buffer, body: JsonObject, model: string): { bytes: Buffer; body: JsonObject } {
  const text = JSON.stringify(model);
  const none = findMembers(bytes).get('model');
  const splice =
    none === undefined
      ? insertMember(bytes, bytes.indexOf('{'), 'model', text)
      : { start: none.start, end: none.end, text };
  return { bytes: applySplices(bytes, [splice]), body: { ...body, model } };
}

/** A body that is a JSON object. @throws {Refusal} `invalid_json`, `invalid_request`. */
export function parseJsonObject(bytes: Buffer): JsonObject {
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
