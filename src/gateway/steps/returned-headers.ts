import { type FlatHeaders, overheadSoFarMs } from '../exchange.ts';
import { headerNames, headerText } from '../header-text.ts';
import type { RelayContext } from './attempt.ts';

/** The headers of the upstream that go on to the client, and where the answer comes from. */
export function returnedHeaders(context: RelayContext): FlatHeaders {
  const { head, offer, passage, exchange, deps, ordinal } = context;
  const headers: FlatHeaders = [];
  const { provider, name } = offer.channel;
  for (const header in head.headers) {
    const value = head.headers[header];
    const isReplaced = header === 'content-type' && passage.contentType !== null;
    if (typeof value === 'string' && !isReplaced && provider.returnsResponseHeader(header)) {
      headers.push(header, value);
    }
  }
  if (passage.contentType !== null) {
    headers.push('content-type', passage.contentType);
  }
  if (passage.dropped.length > 0) {
    headers.push('x-turnpike-dropped', headerNames(passage.dropped));
  }
  exchange.overheadMs = overheadSoFarMs(exchange, deps.clock);
  headers.push(
    'x-turnpike-channel',
    name,
    'x-turnpike-route',
    headerText(passage.route),
    'x-turnpike-attempts',
    ordinal,
    'x-turnpike-overhead-us',
    Math.round(exchange.overheadMs * 1_000),
  );
  return headers;
}
