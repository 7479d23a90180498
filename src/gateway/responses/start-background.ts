import { invalidField, Refusal } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { type Exchange, type FlatHeaders, send, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type RoutedCall, serveParsed } from '../pipeline.ts';
import { refusing } from '../refuse.ts';
import { readCall } from '../steps/parse.ts';
import { BackgroundRun, type RefusedAnswer } from './background-run.ts';
import { editBody } from './edit-body.ts';
import { EventOutlet } from './event-outlet.ts';
import { followRun } from './follow-run.ts';
import { openConversation } from './open-conversation.ts';
import { queuedResponse, runKeeper } from './queued-response.ts';
import { storesAnswer } from './remember-answer.ts';

/**
 * `POST /v1/responses` with `background: true`. The request takes the same way as any other, with the same
 * limits, hold and record, but its answer goes into a run that clients come back to. It is always made and
 * kept here, on channels that know the background too: only what passes through the gateway is metered. The
 * client hears of a refusal at once, and of everything else from the response.
 * @throws {Refusal} `invalid_request`, as `openConversation`; `shutting_down`.
 */
export async function startBackground(
  exchange: Exchange,
  routed: RoutedCall,
  asked: Call,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const { storedResponses, backgroundRuns } = deps;
  if (!storesAnswer(asked) || !storedResponses.keepsContent) {
    throw invalidField('background', 'needs a response that is stored');
  }
  backgroundRuns.requireRoom();
  const conversation = await openConversation(exchange, asked, access, deps);
  if (conversation.pinned !== null) {
    throw invalidField('previous_response_id', 'is kept by its upstream, where the background cannot go on');
  }
  const queued = queuedResponse(exchange, conversation);
  const keep = runKeeper(exchange, conversation, access, storedResponses);
  const run = new BackgroundRun({ queued, onEnd: keep });
  const outlet = new EventOutlet(run);
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const memory = {
    ...PASSES,
    begin() {
      run.hasBegun = true;
      keep(run);
      resolve();
    },
  };
  const inner = { ...exchange, response: outlet };
  const over = refusing(inner, routed.operation, deps, async () => {
    const call = streamed(inner, conversation.call, access);
    await serveParsed(inner, { ...routed, memory }, call, access, deps);
  });
  const { projectId } = access.key;
  backgroundRuns.add({ projectId, id: String(queued.id) }, { run, outlet, over });
  await Promise.race([begun, over]);
  if (!run.hasBegun && !run.isOver) {
    sayNo(exchange, run.refused);
    return;
  }
  await storedResponses.written();
  if (asked.facts.isStreaming) {
    await followRun(exchange, run, -1, deps);
  } else {
    sendJson(exchange, run.hasBegun ? queued : run.response);
  }
}

/** Nothing is narrowed and nothing watched: the run hears the whole answer. */
const PASSES = {
  narrow: <T>(offers: T): T => offers,
  watch: <T>(passage: T): T => passage,
  account: null,
};

/** The call as it goes upstream: streamed, so that its events are there, and kept nowhere else. */
function streamed(exchange: Exchange, call: Call, access: KeyAccess): Call {
  const bytes = editBody(call.bytes, { background: null, store: 'false', stream: 'true' });
  return readCall(exchange, call.operation, call.address, access.key.defaultModel, bytes);
}

const OF_A_REFUSAL: ReadonlySet<unknown> = new Set(['content-type', 'retry-after', 'x-should-retry']);

function sayNo(exchange: Exchange, refused: RefusedAnswer | null): void {
  if (refused === null) {
    throw new Refusal('shutting_down');
  }
  const headers: FlatHeaders = refused.headers.filter((_, at, all) => OF_A_REFUSAL.has(all[at - (at % 2)]));
  send(exchange, refused.status, headers, refused.body);
}
