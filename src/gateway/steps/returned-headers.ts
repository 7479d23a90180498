import { type FlatHeaders, overheadSoFarMs } from '../exchange.ts';
import type { RelayContext } from './attempt.ts';

/** The headers of the upstream that go on to the client, and where the answer comes from. */
export function returnedHeaders({ head, offer, exchange, deps }: RelayContext): FlatHeaders {
  const headers: FlatHeaders = [];
  const { provider, name } = offer.channel;
  for (const header in head.headers) {
    const value = head.headers[header];
    if (typeof value === 'string' && provider.returnsResponseHeader(header)) {
      headers.push(header, value);
    }
  }
  exchange.overheadMs = overheadSoFarMs(exchange, deps.clock);
  headers.push(
    'x-turnpike-channel',
    name,
    'x-turnpike-route',
    PASS_THROUGH,
    'x-turnpike-attempts',
    '1',
    'x-turnpike-overhead-us',
    Math.round(exchange.overheadMs * 1_000),
  );
  return headers;
}

/** The route of a request whose dialect is the channel's own. */
export const PASS_THROUGH = 'pass-through';
