import { Refusal } from '../../core/refusal.ts';
import { send } from '../exchange.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { deliveredUse, NO_USE, wholeUse } from './delivery.ts';
import { returnedHeaders } from './returned-headers.ts';

/** A whole answer is read before any of it is given on; more than this is refused. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Relays an answer that is no stream: reads it whole, reads its usage, gives it on with `cost`. */
export function relayAnswer(context: RelayContext): Relay {
  const { exchange, call, head, attempt, base, deliver, costOf, deps } = context;
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
      const { measured, bytes } = call.operation.readAnswer(answer, costOf);
      const estimatedTokens = measured === null ? call.operation.estimateAnswerTokens(answer) : 0;
      deliver({
        ...base,
        ...(call.operation.isBilled ? wholeUse(measured, call.facts, estimatedTokens) : NO_USE),
        state: 'settled',
        status: head.status,
        errorCode: null,
        clientGone: false,
        refusal: null,
        finish: (late) => send(exchange, head.status, [...returnedHeaders(context), ...late], bytes),
      });
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
