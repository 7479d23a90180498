import { Refusal, type RefusalCode } from '../../core/refusal.ts';
import type { ClientError } from '../../dialects/index.ts';
import { failureOfAnswer } from '../../routing/index.ts';
import { send } from '../exchange.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { NO_USE } from './delivery.ts';
import { returnedHeaders } from './returned-headers.ts';
import { NO_FAILURE } from './routing-failure.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Error bodies are short; what is longer is no message for a caller. */
const MAX_ERROR_BYTES = 1024 * 1024;

/**
 * Statuses that are the caller's to see, status and body: clients such as Claude Code act on the very
 * words. 529 is how one vendor says that it is overloaded, which clients know how to wait for.
 */
const CALLERS_OWN: ReadonlySet<number> = new Set([
  400, 404, 408, 409, 410, 413, 415, 422, 424, 429, 451, 529,
]);

/** Relays an answer that is an error. Nothing is charged; the text of an error is never output. */
export function relayError(context: RelayContext): Relay {
  const { attempt, deliver, base, head, deps } = context;
  const chunks: Buffer[] = [];
  let size = 0;

  function deliverError(body: Buffer | null): void {
    const answer = body !== null && CALLERS_OWN.has(head.status) ? clientError(context, body) : null;
    const refusal = answer === null ? new Refusal(codeFor(head.status)) : null;
    deliver({
      ...base,
      ...NO_USE,
      state: 'failed',
      status: refusal?.status ?? answer?.status ?? head.status,
      errorCode: refusal?.code ?? `upstream_${head.status}`,
      clientGone: false,
      failure: failureOfAnswer(head.status, head.headers, String(body ?? ''), deps.clock.nowMs()),
      isUnseen: true,
      refusal,
      finish() {
        if (answer !== null) {
          const bytes = withoutSecrets(answer.body, context.offer.channel);
          send(context.exchange, answer.status, returnedHeaders(context), bytes);
        }
      },
    });
  }

  return {
    data(chunk) {
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) {
        attempt.abort();
        deliverError(null);
        return;
      }
      chunks.push(chunk);
    },
    end: () => deliverError(Buffer.concat(chunks)),
    fail: () => deliverError(null),
    clientGone() {
      deliver({
        ...base,
        ...NO_USE,
        state: 'failed',
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

/** The upstream's own words where the client speaks its dialect, else the same in the client's. */
function clientError({ passage, head }: RelayContext, body: Buffer): ClientError {
  const retryAfterS = Number(head.headers['retry-after'] ?? Number.NaN);
  const known = Number.isFinite(retryAfterS) ? retryAfterS : null;
  return passage.readError(head.status, body, known) ?? { status: head.status, body };
}

/** A rejected credential is the operator's trouble, not the caller's, and must not look like theirs. */
function codeFor(status: number): RefusalCode {
  return status === 504 ? 'upstream_timeout' : 'upstream_failed';
}
