import type { Measured } from '../../canonical/usage.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Call, Passage } from '../../dialects/index.ts';
import { type Candidate, failureOfCredential, type Offer } from '../../routing/index.ts';
import {
  type AnswerHead,
  type AnswerSink,
  type Attempt,
  startAttempt,
  type UpstreamFailure,
  type UpstreamRequest,
} from '../../upstream/index.ts';
import { type Exchange, send } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type Delivery, deliveredUse, NO_USE } from './delivery.ts';
import { relayAnswer } from './relay-answer.ts';
import { relayError } from './relay-error.ts';
import { relayStream } from './relay-stream.ts';
import { NO_FAILURE, unseenFailure } from './routing-failure.ts';

/** What the relays share: who is served, by whom, and how to end. */
export interface RelayContext {
  readonly exchange: Exchange;
  readonly call: Call;
  readonly offer: Offer;
  readonly passage: Passage;
  readonly head: AnswerHead;
  readonly attempt: Attempt;
  readonly deps: GatewayDeps;
  readonly costOf: (measured: Measured) => string;
  /** Which of the request's attempts this is, from one. */
  readonly ordinal: number;
  /** Whether frames before the first content are held back, because another attempt could follow. */
  readonly holdsBack: boolean;
  /** The part of a delivery that is the same for every end. */
  readonly base: Pick<Delivery, 'upstreamStatus' | 'firstByteAtMs'>;
  /** Ends the attempt; only the first call counts. */
  deliver(delivery: Delivery): void;
}

/** A relay: takes the body of the answer, and hears when the client has left. */
export interface Relay extends AnswerSink {
  clientGone(): void;
}

/** One attempt as it is about to be made. */
export interface AttemptPlan extends Pick<RelayContext, 'ordinal' | 'holdsBack' | 'costOf'> {
  readonly candidate: Candidate;
  readonly passage: Passage;
  readonly request: UpstreamRequest;
}

/**
 * Asks the upstream and relays its answer. Resolves, and never rejects, when everything was given to
 * the client but the last bytes, so that the settlement can be on disk before them.
 */
export function attemptOffer(
  exchange: Exchange,
  call: Call,
  plan: AttemptPlan,
  deps: GatewayDeps,
): Promise<Delivery> {
  const { passage, request, ordinal, holdsBack, costOf } = plan;
  const { offer } = plan.candidate;
  return new Promise((resolve) => {
    const { response } = exchange;
    const sentAtMs = deps.clock.monotonicMs();
    let relay: Relay | null = null;
    let isDelivered = false;

    const onClientGone = (): void => {
      if (isDelivered || offer.retry.onAbort === 'drain') {
        return;
      }
      attempt.abort();
      if (relay === null) {
        deliver(goneBeforeAnswer(call));
      } else {
        relay.clientGone();
      }
    };
    const deliver = (delivery: Delivery): void => {
      isDelivered = true;
      if (delivery.failure !== null) {
        response.off('close', onClientGone);
      }
      resolve(delivery);
    };

    const attempt = startAttempt(deps.upstreams.get(offer.channel), request, {
      receive(head) {
        const firstByteAtMs = deps.clock.monotonicMs();
        exchange.upstreamWaitMs += firstByteAtMs - sentAtMs;
        const base = { upstreamStatus: head.status, firstByteAtMs };
        relay = chooseRelay({
          exchange,
          call,
          offer,
          passage,
          head,
          attempt,
          deps,
          costOf,
          ordinal,
          holdsBack,
          base,
          deliver,
        });
        return relay;
      },
      fail(failure) {
        exchange.upstreamWaitMs += deps.clock.monotonicMs() - sentAtMs;
        deps.log.warn({ id: exchange.id, channel: offer.channel.id, err: failure.cause }, 'upstream failed');
        deliver(noAnswer(failure));
      },
    });
    response.once('close', onClientGone);
    if (response.destroyed) {
      onClientGone();
    }
  });
}

function chooseRelay(context: RelayContext): Relay {
  const { head, call, passage } = context;
  if (head.status >= 300) {
    return relayError(context);
  }
  const { framing } = passage;
  const contentType = String(head.headers['content-type'] ?? '');
  const isStream = call.facts.isStreaming && (framing !== 'sse' || contentType.includes('event-stream'));
  return isStream ? relayStream(context) : relayAnswer(context);
}

/** No request could be made for a credential, so nothing was sent. */
export function notSent(refusal: Refusal): Delivery {
  return {
    state: 'failed',
    status: refusal.status,
    errorCode: refusal.code,
    upstreamStatus: null,
    clientGone: false,
    ...NO_USE,
    firstByteAtMs: null,
    failure: failureOfCredential(refusal.code),
    isUnseen: true,
    refusal,
    finish: () => undefined,
  };
}

/** An answer that the gateway gives by itself. */
export function ownAnswer(exchange: Exchange, { route }: Passage, answer: Buffer): Delivery {
  const headers = ['content-type', 'application/json', 'x-turnpike-route', route, 'x-turnpike-attempts', '0'];
  return {
    state: 'settled',
    status: 200,
    errorCode: null,
    upstreamStatus: null,
    clientGone: false,
    ...NO_USE,
    firstByteAtMs: null,
    ...NO_FAILURE,
    refusal: null,
    finish: (late) => send(exchange, 200, [...headers, ...late], answer),
  };
}

/** The client left while the upstream was still reading or thinking: the input was used all the same. */
function goneBeforeAnswer(call: Call): Delivery {
  return {
    state: 'settled',
    status: 499,
    errorCode: 'client_gone',
    upstreamStatus: null,
    clientGone: true,
    ...deliveredUse(null, call.facts, 0),
    firstByteAtMs: null,
    ...NO_FAILURE,
    refusal: null,
    finish: () => undefined,
  };
}

function noAnswer(failure: UpstreamFailure): Delivery {
  const refusal = new Refusal(failure.code, { cause: failure.cause });
  return {
    state: 'failed',
    status: refusal.status,
    errorCode: refusal.code,
    upstreamStatus: null,
    clientGone: false,
    ...NO_USE,
    firstByteAtMs: null,
    ...unseenFailure(failure.code),
    refusal,
    finish: () => undefined,
  };
}
