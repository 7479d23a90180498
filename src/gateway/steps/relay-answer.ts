import { Refusal } from '../../core/refusal.ts';
import { isErrorAnswer, MalformedAnswerError } from '../../dialects/index.ts';
import { send } from '../exchange.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { type Delivery, deliveredUse, NO_USE, wholeUse } from './delivery.ts';
import { returnedHeaders } from './returned-headers.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A whole answer is read before any of it is given on; more than this is refused. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Relays an answer that is no stream: reads it whole, reads its usage, gives it on with `cost`. */
export function relayAnswer(context: RelayContext): Relay {
  const { exchange, call, head, attempt, base, deliver, deps } = context;
  const chunks: Buffer[] = [];
  let size = 0;

  function fail(code: 'upstream_failed' | 'upstream_timeout', cause?: Error): void {
    const refusal = new Refusal(code, cause === undefined ? {} : { cause });
    deliver({
      ...base,
      ...NO_USE,
      state: 'failed',
      status: refusal.status,
      errorCode: code,
      clientGone: false,
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
        deliver({ ...base, ...readDelivery(context, answer), status: head.status, refusal: null });
      } catch (error) {
        if (!(error instanceof MalformedAnswerError)) {
          throw error;
        }
        fail('upstream_failed', error);
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
        refusal: null,
        finish: () => undefined,
      });
    },
  };
}

/** What a whole answer comes to. One that is an error in spite of its status costs nothing. */
function readDelivery(
  context: RelayContext,
  answer: Buffer,
): Pick<Delivery, 'measured' | 'usageSource' | 'state' | 'errorCode' | 'clientGone' | 'finish'> {
  const { exchange, call, passage, head, offer, costOf } = context;
  const { operation, facts } = call;
  const { measured, bytes } = passage.readAnswer(answer, costOf);
  const hasFailed = measured === null && isErrorAnswer(answer);
  const estimatedTokens = measured === null ? passage.estimateAnswerTokens(answer) : 0;
  return {
    ...(hasFailed || !operation.isBilled ? NO_USE : wholeUse(measured, facts, estimatedTokens)),
    state: hasFailed ? 'failed' : 'settled',
    errorCode: hasFailed ? 'upstream_failed' : null,
    clientGone: false,
    finish: (late) => {
      const sent = hasFailed ? withoutSecrets(bytes, offer.channel) : bytes;
      send(exchange, head.status, [...returnedHeaders(context), ...late], sent);
    },
  };
}
