import type { IncomingMessage } from 'node:http';
import type { Place } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { CallFacts, Platform, RefusalFormat } from '../dialects/index.ts';
import type { KeyAccess } from '../keys/index.ts';
import type { Admissions } from '../limits/index.ts';
import type { ClientOutlet } from './client-outlet.ts';
import { rateLimitHeaders } from './steps/rate-limit-headers.ts';

/** One HTTP request and its answer, with what every step may need to say or to log. */
export interface Exchange {
  readonly id: Id<'req'>;
  readonly request: IncomingMessage;
  readonly response: ClientOutlet;
  /** The path without the query, as it came. */
  readonly path: string;
  /** The query with its `?`, or the empty string. Never logged: it may hold a key. */
  readonly query: string;
  /** The platform whose channels alone its address leaves; null for all of the key's group. */
  forcedPlatform: Platform | null;
  /** Where it comes from, the trusted proxies walked through; empty when nobody knows. */
  readonly clientAddress: string;
  readonly startedAtMs: number;
  readonly startedMonotonicMs: number;
  /** How refusals look on this path where nobody asked for the flat format. */
  nativeFormat: RefusalFormat;
  /** How a refusal of this exchange looks; known from the path, corrected by the project or a header. */
  refusalFormat: RefusalFormat;
  /** Who is calling; null until the key is known. Kept for the record of a refusal. */
  access: KeyAccess | null;
  /** What is asked for; null until the body was read. Kept for the record of a refusal. */
  facts: CallFacts | null;
  /** Milliseconds spent waiting for the upstream's head. */
  upstreamWaitMs: number;
  /** Milliseconds inside the gateway until the head of the answer went out; null before. */
  overheadMs: number | null;
  /** Milliseconds in the line of the key. */
  waitedMs: number;
  /** Where the opening record of this exchange stands in the journal; null until it has one. */
  opening: Place | null;
  /** Whether a closing record of this exchange was handed to the journal. */
  isRecorded: boolean;
  /** How the limits stand, for the headers of the answer. */
  readonly admissions: Admissions;
  /** Ends a stream that was opened before its request was begun; null where none was (`early-stream.ts`). */
  failInStream: ((refusal: Refusal) => void) | null;
}

/** Headers of an answer, flat: name, value, name, value. */
export type FlatHeaders = (string | number)[];

/** The longest body that is copied to go out in one piece with the head. */
const ONE_PIECE_MAX_BYTES = 16 * 1024;

/** Sends a whole answer; text and short bytes go out in one piece with the head. A client that is gone is no error. */
export function send(exchange: Exchange, status: number, headers: FlatHeaders, body: Buffer | string): void {
  const { response, request } = exchange;
  if (response.headersSent || response.destroyed) {
    exchange.failInStream?.(saidTooLate(status, body));
    return;
  }
  headers.push('content-length', Buffer.byteLength(body), ...ownHeaders(exchange));
  const hasLongBody = !request.complete && !isShort(request);
  if (hasLongBody) {
    headers.push('connection', 'close');
  }
  response.writeHead(status, headers as unknown as Record<string, string>);
  if (hasLongBody) {
    response.write(body);
    endAfterBody(exchange);
  } else if (request.method === 'HEAD') {
    response.end();
  } else if (typeof body === 'string' || body.length > ONE_PIECE_MAX_BYTES) {
    response.end(body);
  } else {
    // As Latin-1 every byte is a character and comes out as it was. Two pieces would cost a vectored write.
    response.end(body.toString('latin1'), 'latin1');
  }
}

/** Time spent inside the gateway until now, in milliseconds: everything but waiting for others. */
export function overheadSoFarMs(exchange: Exchange, clock: Clock): number {
  const { startedMonotonicMs, upstreamWaitMs, waitedMs } = exchange;
  return Math.max(0, clock.monotonicMs() - startedMonotonicMs - upstreamWaitMs - waitedMs);
}

/** Sends a JSON answer. */
export function sendJson(exchange: Exchange, value: unknown, status = 200): void {
  send(exchange, status, ['content-type', 'application/json'], JSON.stringify(value));
}

/**
 * What stands on every answer: the id of the request in the headers that the dialect's clients read, and
 * what is left of the key's limits by minute.
 */
export function ownHeaders(exchange: Exchange): FlatHeaders {
  const { id, nativeFormat } = exchange;
  const ids = nativeFormat === 'messages' ? ['x-request-id', id, 'request-id', id] : ['x-request-id', id];
  const rates = rateLimitHeaders(exchange);
  return rates.length === 0 ? ids : [...ids, ...rates];
}

/** An upstream's answer for which there is a stream already: its status is lost, its words are not. */
function saidTooLate(status: number, body: Buffer | string): Refusal {
  const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(String(body))?.[1];
  const said = message === undefined ? `The upstream answered with status ${status}` : JSON.parse(message);
  return new Refusal('upstream_failed', { message: said });
}

/**
 * A body that says it is short is read and dropped by the server itself, and the connection lives on: a
 * flood of bad keys must not cost a connection each.
 */
function isShort({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? Number.NaN) <= SHORT_BODY_BYTES;
}

const SHORT_BODY_BYTES = 256 * 1024;
const DRAIN_MAX_BYTES = 64 * 1024 * 1024;
const DRAIN_MAX_MS = 10_000;

/**
 * A refusal may be sent while the body is still arriving. The end of the answer closes the connection,
 * and closing it at once would reset it before the client has read why: so the rest of the body is
 * thrown away first, within bounds.
 */
function endAfterBody({ request, response }: Exchange): void {
  let drained = 0;
  const timer = setTimeout(() => request.destroy(), DRAIN_MAX_MS);
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAIN_MAX_BYTES) {
      request.destroy();
    }
  });
  request.once('close', () => {
    clearTimeout(timer);
    response.end();
  });
  request.on('error', () => undefined);
  request.resume();
}
