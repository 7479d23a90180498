import { Refusal } from '../../core/refusal.ts';
import type { Channel } from '../../routing/index.ts';
import {
  type AnswerHead,
  type AnswerSink,
  startAttempt,
  type UpstreamFailure,
  type UpstreamRequest,
} from '../../upstream/index.ts';
import { type Exchange, ownHeaders, send } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { withoutSecrets } from '../steps/without-secrets.ts';

/** An answer that is no stream is read whole before any of it is given on. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const CLIENT_GONE = 499;

/** How a relay ends: with the status the client got, or with a refusal where it got nothing. */
interface Ending {
  resolve(status: number): void;
  reject(refusal: Refusal): void;
}

/**
 * Asks an upstream for something that is stored there and gives the answer on as it comes. Resolves with its
 * status when all of it is given.
 * @throws {Refusal} `upstream_unreachable`, `upstream_timeout`, `upstream_failed`.
 */
export function relayStored(
  exchange: Exchange,
  channel: Channel,
  deps: Pick<GatewayDeps, 'upstreams'>,
  request: UpstreamRequest,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { response } = exchange;
    const ending: Ending = { resolve, reject };
    const attempt = startAttempt(deps.upstreams.get(channel), request, {
      receive(head) {
        const isStream = head.status < 300 && String(head.headers['content-type']).includes('event-stream');
        return isStream
          ? relayEvents(exchange, head, attempt, ending)
          : relayWhole(exchange, head, channel, ending);
      },
      fail: (failure) => reject(refusalFor(failure)),
    });
    response.once('close', () => {
      attempt.abort();
      resolve(CLIENT_GONE);
    });
  });
}

function relayEvents(
  exchange: Exchange,
  { status }: AnswerHead,
  attempt: ReturnType<typeof startAttempt>,
  { resolve }: Ending,
): AnswerSink {
  const { response } = exchange;
  const headers = ['content-type', 'text/event-stream', 'cache-control', 'no-cache'];
  response.writeHead(status, [...headers, ...ownHeaders(exchange)]);
  const end = (): void => {
    response.end();
    resolve(status);
  };
  return {
    data(chunk) {
      if (!response.write(chunk)) {
        attempt.pause();
        response.once('drain', () => attempt.resume());
      }
    },
    end,
    // The head is out, so a stream that breaks off can only end; its client asks again from there.
    fail: end,
  };
}

function relayWhole(
  exchange: Exchange,
  { status }: AnswerHead,
  channel: Channel,
  { resolve, reject }: Ending,
): AnswerSink {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    data(chunk) {
      size += chunk.length;
      if (size <= MAX_ANSWER_BYTES) {
        chunks.push(chunk);
      }
    },
    end() {
      const isOperators = status === 401 || status === 403 || status >= 500;
      if (isOperators || size > MAX_ANSWER_BYTES) {
        reject(new Refusal('upstream_failed'));
        return;
      }
      const body = Buffer.concat(chunks);
      const shown = status < 300 ? body : withoutSecrets(body, channel);
      send(exchange, status, ['content-type', 'application/json'], shown);
      resolve(status);
    },
    fail: (failure) => reject(refusalFor(failure)),
  };
}

function refusalFor({ code, cause }: UpstreamFailure): Refusal {
  return new Refusal(code, { cause });
}
