import { Refusal } from '../../core/refusal.ts';
import { type Call, type JsonObject, responses } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { type Exchange, type FlatHeaders, send } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type RoutedCall, serveParsed } from '../pipeline.ts';
import { refusing } from '../refuse.ts';
import { candidatesFor } from '../steps/candidates.ts';
import { readCall } from '../steps/parse.ts';
import { requireGroup } from '../steps/resolve-model.ts';
import { compactionItem } from './compaction-item.ts';
import { goingOn, readConversation } from './continue-conversation.ts';
import { EventOutlet } from './event-outlet.ts';
import { inputItems, isObject } from './input-items.ts';
import type { Conversation } from './open-conversation.ts';
import { parseEvent } from './response-events.ts';
import { transcriptOf } from './transcript.ts';

const INSTRUCTIONS =
  'You sum up a conversation between a user and an assistant so that the assistant can go on without the ' +
  'conversation itself. Write down what the user wants, what was decided and why, what was done and what ' +
  'came of it (files, commands, names, numbers and errors exactly as they are), what is still open, and ' +
  'what the next step is. Write nothing else.';

/**
 * `POST /v1/responses/compact` (fact 18). Upstreams that speak Responses compact themselves; elsewhere the
 * model is asked for a summary, a request like any other, and the summary is sealed into an item that later
 * requests bring along.
 * @throws {Refusal} as `serveCall`, and as `openConversation`.
 */
export async function compact(exchange: Exchange, routed: RoutedCall, deps: GatewayDeps): Promise<void> {
  const { access, conversation } = await readConversation(exchange, routed, deps);
  const { call } = conversation;
  if (conversation.pinned !== null || isSpokenTo(exchange, call, access, deps)) {
    return serveParsed(exchange, { ...routed, memory: goingOn(conversation) }, call, access, deps);
  }
  const answer = await askForSummary(exchange, routed, conversation, access, deps);
  if (answer === null) {
    // The client left, so there is nobody to tell.
    return;
  }
  const kept = answer.headers.filter((_, at, all) => isKept(String(all[at - (at % 2)])));
  const body =
    answer.status === 200 ? compacted(exchange, conversation, answer.body, access, deps) : answer.body;
  send(exchange, answer.status, kept, body);
}

/** Whether a channel of the model compacts by itself. */
function isSpokenTo(exchange: Exchange, call: Call, access: KeyAccess, deps: GatewayDeps): boolean {
  const snapshot = deps.snapshots.current();
  const group = requireGroup(access, snapshot, exchange.forcedPlatform);
  const offers = candidatesFor(call.facts.model, access, group, snapshot);
  return offers.some(({ channel }) => channel.provider.dialects.includes(call.operation.dialect));
}

interface Summary {
  readonly status: number;
  readonly headers: FlatHeaders;
  readonly body: Buffer;
}

/** Asks the model through the pipeline; null when the client left meanwhile. */
async function askForSummary(
  exchange: Exchange,
  routed: RoutedCall,
  conversation: Conversation,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<Summary | null> {
  let answer: Summary | null = null;
  const outlet = new EventOutlet({
    event: () => true,
    whole(status, headers, body) {
      answer = { status, headers, body };
    },
    end: () => undefined,
  });
  exchange.response.once('close', () => outlet.destroy());
  const inner: Exchange = { ...exchange, response: outlet };
  await refusing(inner, responses, deps, async () => {
    const bytes = Buffer.from(JSON.stringify(summaryRequest(conversation)));
    const call = readCall(inner, responses, routed.address, null, bytes);
    await serveParsed(inner, { ...routed, operation: responses, memory: null }, call, access, deps);
  });
  return answer;
}

function summaryRequest({ call }: Conversation): JsonObject {
  const { body, facts } = call;
  const before = typeof body.instructions === 'string' ? `[instructions]\n${body.instructions}\n\n` : '';
  const input = `${before}${transcriptOf(inputItems(body))}\n\n[end of the conversation]`;
  return { model: facts.model, instructions: INSTRUCTIONS, input, store: false };
}

/** What the client goes on with: what the user said, and the summary of all of it. */
function compacted(
  exchange: Exchange,
  { call }: Conversation,
  answer: Buffer,
  { key }: KeyAccess,
  deps: GatewayDeps,
): string {
  const response = parseEvent(answer) ?? {};
  const summary = textOf(response);
  if (summary === '') {
    throw new Refusal('upstream_failed', { message: 'The model gave no summary' });
  }
  const idKey = exchange.id.slice(exchange.id.indexOf('_') + 1);
  const users = inputItems(call.body).filter(({ role }) => role === 'user');
  return JSON.stringify({
    id: `resp_${idKey}`,
    object: 'response.compaction',
    created_at: Math.floor(exchange.startedAtMs / 1_000),
    output: [...users, compactionItem(summary, idKey, key.projectId, deps.box)],
    usage: response.usage ?? null,
  });
}

function textOf({ output }: JsonObject): string {
  const items: readonly unknown[] = Array.isArray(output) ? output : [];
  return items
    .filter(isObject)
    .flatMap(({ content }): readonly unknown[] => (Array.isArray(content) ? content : []))
    .map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** Headers of the answer to the summary that hold for the compaction too. */
function isKept(name: string): boolean {
  return name === 'content-type' || name === 'retry-after' || name.startsWith('x-turnpike-');
}
