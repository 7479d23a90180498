import type { Call } from '../dialects/index.ts';
import { type Exchange, ownHeaders } from './exchange.ts';

/**
 * Opens the client's stream before anyone was asked for it, so that heartbeats can go out while it waits.
 * A status can be sent only once, so whatever is refused from now on is said inside the stream. Returns
 * false where there is no stream to open: the client asked for none, its dialect has no frame that means
 * nothing, or it is gone.
 */
export function openStreamEarly(exchange: Exchange, { operation, address, facts }: Call): boolean {
  const { response } = exchange;
  const canBeat = operation.heartbeat !== null && operation.streamFraming(address) === 'sse';
  if (!facts.isStreaming || !canBeat || response.destroyed) {
    return false;
  }
  if (!response.headersSent) {
    const tap = operation.createStreamTap({ wantsUsage: false, costOf: () => '0' });
    exchange.failInStream = (refusal) => {
      if (!response.writableEnded && !response.destroyed) {
        response.end(tap.errorFrame(refusal, exchange.id));
      }
    };
    const headers = ['content-type', 'text/event-stream', ...ownHeaders(exchange)];
    headers.push('cache-control', 'no-cache', 'x-accel-buffering', 'no');
    response.writeHead(200, headers as unknown as Record<string, string>);
  }
  return true;
}
