import type { IncomingMessage } from 'node:http';
import type { RefusalFormat } from '../dialects/index.ts';
import type { ClientOutlet } from './client-outlet.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';

/** Begins an exchange: a request, and where its answer goes. The format of refusals is not known yet. */
export function openExchange(
  request: IncomingMessage,
  response: ClientOutlet,
  deps: Pick<GatewayDeps, 'ids' | 'clock' | 'clientAddress' | 'admissions'>,
): Exchange {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    id: deps.ids.next('req'),
    request,
    response,
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark),
    forcedPlatform: null,
    clientAddress: deps.clientAddress(request),
    startedAtMs: deps.clock.nowMs(),
    startedMonotonicMs: deps.clock.monotonicMs(),
    nativeFormat: 'messages',
    refusalFormat: 'messages',
    access: null,
    facts: null,
    upstreamWaitMs: 0,
    waitedMs: 0,
    overheadMs: null,
    opening: null,
    isRecorded: false,
    admissions: deps.admissions,
    failInStream: null,
  };
}

/** Sets how refusals look, as far as it is known before the key is: from the path, or as it is asked for. */
export function setRefusalFormat(
  exchange: Exchange,
  format: RefusalFormat,
  deps: Pick<GatewayDeps, 'errorFormat'>,
): void {
  exchange.nativeFormat = format;
  exchange.refusalFormat = asksForFlat(exchange, deps) ? 'flat' : format;
}

/** The project of a key may say so too, once it is known. The management API has one shape alone. */
function asksForFlat(
  { request, path, nativeFormat }: Exchange,
  deps: Pick<GatewayDeps, 'errorFormat'>,
): boolean {
  const isAskedFor = deps.errorFormat === 'flat' || request.headers['x-turnpike-error-format'] === 'flat';
  const isManagement = nativeFormat === 'tasks' && path.startsWith('/api/');
  return isAskedFor && !isManagement;
}
