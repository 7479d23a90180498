import { invalidField, Refusal } from '../../core/refusal.ts';
import type { Call, JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { isOver, type OwnResponse, type UpstreamResponse } from '../../responses/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { MAX_BODY_BYTES, readCall } from '../steps/parse.ts';
import { openSummaries } from './compaction-item.ts';
import type { ConnectionMemory } from './connection-memory.ts';
import { editBody } from './edit-body.ts';
import { inputItems, isObject, responseIdOfItem, saidAgain } from './input-items.ts';
import { previousNotFound } from './not-found.ts';

/** A call with everything it refers to in it. */
export interface Conversation {
  /** The call as the pipeline takes it: without references to what is kept here. */
  readonly call: Call;
  /**
   * What the request itself brought, references to single items resolved; and before it what nothing but a
   * WebSocket remembers.
   */
  readonly input: readonly JsonObject[];
  /** The response it continues as the client named it; null for none. */
  readonly previousId: string | null;
  /** The same where that response is kept here; else null. */
  readonly keptPreviousId: string | null;
  /** The size of what is continued, where that is kept here; else 0. */
  readonly previousBytes: number;
  /** The upstream that keeps what is continued, and alone can go on with it; null for none. */
  readonly pinned: UpstreamResponse | null;
}

/** What came before a call. */
interface Before {
  readonly id: string | null;
  /** Null where the upstream knows it. */
  readonly items: readonly JsonObject[] | null;
  readonly isKept: boolean;
  readonly bytes: number;
  readonly pinned: UpstreamResponse | null;
}

const NOTHING: Before = { id: null, items: [], isKept: false, bytes: 0, pinned: null };

/**
 * Puts what a call continues into its input. Instructions are not inherited (platform.openai.com,
 * `previous_response_id`), so items are all there is to put. `local` knows what a WebSocket said before.
 * @throws {Refusal} `previous_response_not_found`; `request_too_large` for a conversation over the bound of
 *   a body; `invalid_request`, also for a conversation of the upstream's that others may have made.
 */
export async function openConversation(
  exchange: Exchange,
  call: Call,
  access: KeyAccess,
  deps: Pick<GatewayDeps, 'storedResponses' | 'box'>,
  local: ConnectionMemory | null = null,
): Promise<Conversation> {
  requireOwnAccount(call, access);
  const before = await find(call, access, deps, local);
  const asked = inputItems(call.body);
  const resolved = await resolveReferences(asked, access, deps);
  const input = openSummaries(resolved, access.key.projectId, deps.box);
  const members: Record<string, string | null> = {};
  if (before.id !== null && before.items !== null) {
    members.previous_response_id = null;
  }
  const earlier = before.items ?? [];
  if (earlier.length > 0 || input !== asked) {
    members.input = JSON.stringify([...saidAgain(earlier), ...input]);
  }
  return {
    call: Object.keys(members).length === 0 ? call : edited(exchange, call, access, members),
    input: before.isKept ? resolved : [...earlier, ...resolved],
    previousId: before.id,
    keptPreviousId: before.isKept ? before.id : null,
    previousBytes: before.bytes,
    pinned: before.pinned,
  };
}

/**
 * Conversations are made at the provider and belong to its account (platform.openai.com, Conversations).
 * Where many organizations share the account nothing says whose one is, so only the organization's own
 * account is asked for one.
 */
function requireOwnAccount({ body }: Call, { project }: KeyAccess): void {
  if ((body.conversation ?? null) !== null && project.mode !== 'api-keys') {
    throw invalidField(
      'conversation',
      "belongs to an account of the provider's and works in projects that use their own provider keys alone; use 'previous_response_id', or send the conversation itself",
    );
  }
}

function edited(
  exchange: Exchange,
  call: Call,
  access: KeyAccess,
  members: Readonly<Record<string, string | null>>,
): Call {
  const bytes = editBody(call.bytes, members);
  if (bytes.length > MAX_BODY_BYTES) {
    throw tooLong();
  }
  return readCall(exchange, call.operation, call.address, access.key.defaultModel, bytes);
}

async function find(
  { body }: Call,
  { key }: KeyAccess,
  { storedResponses }: Pick<GatewayDeps, 'storedResponses'>,
  local: ConnectionMemory | null,
): Promise<Before> {
  const id = body.previous_response_id ?? null;
  if (id === null) {
    return NOTHING;
  }
  if (typeof id !== 'string') {
    throw invalidField('previous_response_id', 'must be a string');
  }
  const said = local?.itemsOf(id) ?? null;
  if (said !== null) {
    return { ...NOTHING, id, items: said };
  }
  const found = await storedResponses.find(key.projectId, id);
  if (found === null) {
    throw previousNotFound(id);
  }
  if (found.kept === 'upstream') {
    return { ...NOTHING, id, items: null, pinned: found };
  }
  const items = await itemsBefore(found, storedResponses);
  return { ...NOTHING, id, items, isKept: true, bytes: found.conversationBytes };
}

async function itemsBefore(
  found: OwnResponse,
  storedResponses: GatewayDeps['storedResponses'],
): Promise<readonly JsonObject[]> {
  if (!isOver(found.status)) {
    const message = `The response '${found.id}' is not over yet`;
    throw new Refusal('invalid_request', { message, param: 'previous_response_id' });
  }
  if (found.conversationBytes > MAX_BODY_BYTES) {
    throw tooLong();
  }
  const items = await storedResponses.conversation(found);
  if (items === null) {
    throw previousNotFound(found.id);
  }
  return items;
}

/** A reference to an item that is kept here becomes the item; any other stays, for the upstream may know it. */
async function resolveReferences(
  items: readonly JsonObject[],
  { key }: KeyAccess,
  { storedResponses }: Pick<GatewayDeps, 'storedResponses'>,
): Promise<readonly JsonObject[]> {
  if (!items.some(isReference)) {
    return items;
  }
  const outputs = new Map<string, readonly JsonObject[]>();
  const resolved: JsonObject[] = [];
  for (const item of items) {
    const responseId = isReference(item) ? responseIdOfItem(item.id) : null;
    if (responseId !== null && !outputs.has(responseId)) {
      const found = await storedResponses.find(key.projectId, responseId);
      outputs.set(responseId, found?.kept === 'here' ? listOf(found.response.output) : []);
    }
    const referred = outputs.get(responseId ?? '')?.find(({ id }) => id === item.id);
    resolved.push(...(referred === undefined ? [item] : saidAgain([referred])));
  }
  return resolved;
}

/** A reference may leave its type out (openai-node, `ResponseInputItem.ItemReference`). */
function isReference(item: JsonObject): item is JsonObject & { readonly id: string } {
  const isTyped = item.type === 'item_reference' || (item.type === undefined && item.role === undefined);
  return isTyped && typeof item.id === 'string';
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function tooLong(): Refusal {
  return new Refusal('request_too_large', {
    message:
      'The conversation with everything before it is larger than 32 MB; begin a new one, or compact it',
    param: 'previous_response_id',
  });
}
