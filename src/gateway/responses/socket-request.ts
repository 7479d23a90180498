import type { IncomingMessage } from 'node:http';
import { invalidField } from '../../core/refusal.ts';
import { type Call, type CallAddress, type JsonObject, responses } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { openExchange } from '../open-exchange.ts';
import { serveParsed } from '../pipeline.ts';
import { refusing } from '../refuse.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { readCall } from '../steps/parse.ts';
import type { ConnectionMemory } from './connection-memory.ts';
import { editBody } from './edit-body.ts';
import { EventOutlet } from './event-outlet.ts';
import { inputItems } from './input-items.ts';
import { openConversation } from './open-conversation.ts';
import { rememberAnswer, storesAnswer } from './remember-answer.ts';
import { createSocketAnswer, type FrameSink } from './socket-answer.ts';
import { warmUp } from './warm-up.ts';

/** One `response.create` of a WebSocket. */
export interface SocketRequest {
  /** The request that opened the connection: its headers hold for every frame. */
  readonly upgrade: IncomingMessage;
  readonly bytes: Buffer;
  /** The same, parsed. */
  readonly frame: JsonObject;
  readonly memory: ConnectionMemory;
  readonly sink: FrameSink;
}

/** A request of a WebSocket under way. */
export interface ServedRequest {
  /** Destroyed when the connection closes: the pipeline cancels what runs. */
  readonly outlet: EventOutlet;
  /** Resolves when the request is over and recorded. */
  readonly over: Promise<void>;
}

const ADDRESS: CallAddress = { model: null, query: new URLSearchParams() };

/**
 * Serves one frame as the pipeline serves a streaming request: the key is looked up again, and there are
 * the same limits, hold and record.
 */
export function serveSocketRequest(request: SocketRequest, deps: GatewayDeps): ServedRequest {
  /** What the response continues and what it was asked; null where somebody else remembers it. */
  let before: readonly JsonObject[] | null = null;
  const { memory, frame, sink } = request;
  const outlet = new EventOutlet(createSocketAnswer(sink, memory, () => before));
  const exchange = openExchange(request.upgrade, outlet, deps);
  exchange.nativeFormat = responses.refusalFormat;
  exchange.refusalFormat = responses.refusalFormat;

  async function serve(): Promise<void> {
    const access = await authenticate(exchange, 'refused', deps);
    requireUnexpired(access, deps.clock);
    const call = readCreate(exchange, request, access);
    const conversation = await openConversation(exchange, call, access, deps, memory);
    const whole = conversation.call;
    const isWarmUp = frame.generate === false;
    const isKept = storesAnswer(whole) && deps.storedResponses.keepsContent && !isWarmUp;
    before = isKept || conversation.pinned !== null ? null : inputItems(whole.body);
    if (isWarmUp) {
      warmUp(exchange, whole, access, deps);
      return;
    }
    const routed = { operation: responses, address: ADDRESS, queryKey: 'refused' } as const;
    const answer = rememberAnswer(exchange, conversation, access, deps);
    await serveParsed(exchange, { ...routed, memory: answer }, whole, access, deps);
  }
  return { outlet, over: refusing(exchange, responses, deps, serve) };
}

/** The call of a frame. What belongs to the transport is not the upstream's. */
function readCreate(exchange: Exchange, { bytes, frame }: SocketRequest, access: KeyAccess): Call {
  if ((frame.background ?? false) !== false) {
    throw invalidField('background', 'is not for WebSockets; ask over HTTP');
  }
  const body = editBody(bytes, { type: null, generate: null, background: null, stream: 'true' });
  return readCall(exchange, responses, ADDRESS, access.key.defaultModel, body);
}
