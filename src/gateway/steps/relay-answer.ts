import { Refusal } from '../../core/refusal.ts';
import { isErrorAnswer, MalformedAnswerError, type TappedAnswer } from '../../dialects/index.ts';
import type { AnswerHead } from '../../upstream/index.ts';
import { send } from '../exchange.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { type Delivery, deliveredUse, NO_USE, wholeUse } from './delivery.ts';
import { returnedHeaders } from './returned-headers.ts';
import { failureInBytes, NO_FAILURE, unseenFailure, type Verdict } from './routing-failure.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A whole answer is read before any of it is given on; more than this is refused. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Relays an answer that is no stream: reads it whole, reads its usage, gives it on with `cost`. */
export function relayAnswer(context: RelayContext): Relay {
  const { exchange, call, attempt, base, deliver, deps } = context;
  const chunks: Buffer[] = [];
  let size = 0;

  function fail(code: 'upstream_failed' | 'upstream_timeout', cause?: Error): void {
    failWith(new Refusal(code, cause === undefined ? {} : { cause }), unseenFailure(code));
  }

  function failWith(refusal: Refusal, verdict: Verdict): void {
    deliver({
      ...base,
      ...NO_USE,
      state: 'failed',
      status: refusal.status,
      errorCode: refusal.code,
      clientGone: false,
      ...verdict,
      refusal,
      finish: () => undefined,
    });
  }

  return {
    data(chunk) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) {
        attempt.abort();
        fail('upstream_failed');
        return;
      }
      chunks.push(chunk);
    },
    end() {
      // The body of a whole answer is waited for like its head; that time is the upstream's.
      exchange.upstreamWaitMs += deps.clock.monotonicMs() - (base.firstByteAtMs ?? 0);
      const [only] = chunks;
      const answer = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
      try {
        deliver(readDelivery(context, answer));
      } catch (error) {
        if (error instanceof Refusal) {
          failWith(error, NO_FAILURE);
        } else if (error instanceof MalformedAnswerError) {
          fail('upstream_failed', error);
        } else {
          throw error;
        }
      }
    },
    fail: (failure) =>
      fail(failure.code === 'upstream_timeout' ? 'upstream_timeout' : 'upstream_failed', failure.cause),
    clientGone() {
      deliver({
        ...base,
        ...deliveredUse(null, call.facts, 0),
        state: 'settled',
        status: 499,
        errorCode: 'client_gone',
        clientGone: true,
        ...NO_FAILURE,
        refusal: null,
        finish: () => undefined,
      });
    },
  };
}

/** What a whole answer comes to. One that is an error in spite of its status costs nothing. */
function readDelivery(context: RelayContext, answer: Buffer): Delivery {
  const { exchange, call, passage, head, offer, base, costOf, deps } = context;
  const { operation, facts } = call;
  const isOpaque = facts.hasOpaqueAnswer === true && !isJson(head);
  const read: TappedAnswer = isOpaque
    ? { measured: null, bytes: answer }
    : passage.readAnswer(answer, costOf);
  const { measured, bytes, pieces } = read;
  const hasFailed = measured === null && !isOpaque && isErrorAnswer(answer);
  const estimatedTokens = measured === null && !isOpaque ? passage.estimateAnswerTokens(answer) : 0;
  const isFree = hasFailed || !operation.isBilled;
  const use = isFree ? NO_USE : wholeUse(measured, facts, estimatedTokens, pieces);
  return {
    state: hasFailed ? 'failed' : 'settled',
    status: head.status,
    errorCode: hasFailed ? 'upstream_failed' : null,
    upstreamStatus: base.upstreamStatus,
    clientGone: false,
    measured: use.measured,
    usageSource: use.usageSource,
    firstByteAtMs: base.firstByteAtMs,
    failure: hasFailed ? failureInBytes(answer, deps.clock.nowMs()) : null,
    isUnseen: true,
    refusal: null,
    finish(late) {
      const sent = hasFailed ? withoutSecrets(bytes, offer.channel) : bytes;
      const headers = returnedHeaders(context);
      headers.push(...late);
      send(exchange, head.status, headers, sent);
    },
  };
}

function isJson({ headers }: AnswerHead): boolean {
  return String(headers['content-type'] ?? '').includes('json');
}
