import type { IncomingHttpHeaders } from 'node:http';
import { AddressRefusedError } from './address-guard.ts';
import { type AttemptOwner, startAttempt, type UpstreamFailure, type UpstreamRequest } from './attempt.ts';
import type { Upstream } from './pools.ts';

/** An answer, read to its end. */
export interface WholeAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** No whole answer came. */
export interface NoAnswer {
  readonly kind: 'none';
  readonly failure: UpstreamFailure;
  /** False only where it is certain that the upstream got nothing of the request. */
  readonly mayHaveArrived: boolean;
}

/** Failures from before a connection stood. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Asks an upstream and reads its answer whole, up to `maxBytes`. Never rejects. */
export function askWhole(
  upstream: Upstream,
  request: UpstreamRequest,
  maxBytes: number,
): Promise<WholeAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const owner: AttemptOwner = {
      fail: (failure) => resolve(noAnswer(failure)),
      receive({ status, headers }) {
        const chunks: Buffer[] = [];
        let size = 0;
        return {
          fail: (failure) => resolve({ kind: 'none', failure, mayHaveArrived: true }),
          data(chunk) {
            size += chunk.length;
            chunks.push(chunk);
            if (size > maxBytes) {
              attempt.abort();
              const cause = new Error(`the answer is larger than ${maxBytes} bytes`);
              resolve({
                kind: 'none',
                failure: { code: 'upstream_failed', cause },
                mayHaveArrived: true,
              });
            }
          },
          end: () => resolve({ kind: 'answer', status, headers, body: Buffer.concat(chunks) }),
        };
      },
    };
    const attempt = startAttempt(upstream, request, owner);
  });
}

function noAnswer(failure: UpstreamFailure): NoAnswer {
  const { cause } = failure;
  const code = 'code' in cause ? cause.code : undefined;
  const neverConnected = cause instanceof AddressRefusedError || NEVER_CONNECTED.has(code);
  return { kind: 'none', failure, mayHaveArrived: !neverConnected };
}
