import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Refusal } from '../core/refusal.ts';
import { renderRefusal } from '../dialects/index.ts';
import { type Exchange, send, sendJson } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { serveCall } from './pipeline.ts';
import { read } from './readings/index.ts';
import { logRequest, logStranger } from './request-log.ts';
import { findRoute, type Route } from './router.ts';
import { recordClose, refusedRecord } from './steps/record.ts';

/** What the server needs beside the data plane. */
export interface ServeDeps extends GatewayDeps {
  /** Serves the management API on the same address. */
  readonly management: RequestListener;
  /** Why the process should get no new requests; null while it is ready. */
  notReady(): Promise<string | null>;
}

/** The gateway's one address. */
export interface Gateway {
  /** Finds the route of a request, serves it, and renders every refusal. */
  readonly listener: RequestListener;
  /** Requests that are not over yet, those included whose client is gone but whose record is not written. */
  inFlight(): number;
}

/** A gateway that is not listening yet. */
export function createGateway(deps: ServeDeps): Gateway {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    listener(request, response) {
      inFlight += 1;
      serve(request, response, deps)
        .catch((error: unknown) => {
          // Not even the refusal could be sent; nobody is left to tell but the operator.
          deps.log.error({ err: error }, 'a request could not be answered');
          response.destroy();
        })
        .finally(() => {
          inFlight -= 1;
        });
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: ServeDeps): Promise<void> {
  const exchange = openExchange(request, response, deps);
  const found = findRoute(request.method ?? 'GET', exchange.path);
  exchange.nativeFormat = found.refusalFormat;
  exchange.refusalFormat = asksForFlat(exchange, deps) ? 'flat' : found.refusalFormat;
  if ('refusal' in found) {
    refuse(exchange, null, found.refusal, deps, found.allow);
    return;
  }
  try {
    await serveRoute(exchange, found.route, deps);
  } catch (error) {
    refuse(exchange, found.route, asRefusal(error, exchange, deps), deps);
  }
}

async function serveRoute(exchange: Exchange, route: Route, deps: ServeDeps): Promise<void> {
  switch (route.kind) {
    case 'call': {
      const address = { model: route.model, query: withoutKey(exchange.query) };
      return serveCall(exchange, { operation: route.operation, address, queryKey: route.queryKey }, deps);
    }
    case 'reading':
      return read(exchange, route, deps);
    case 'hello':
      return send(exchange, 200, [], '');
    case 'health':
      return sendJson(exchange, { status: 'ok' });
    case 'readiness': {
      const reason = await deps.notReady();
      return sendJson(
        exchange,
        reason === null ? { status: 'ready' } : { status: 'not_ready', reason },
        reason === null ? 200 : 503,
      );
    }
    case 'management':
      return deps.management(exchange.request, exchange.response);
  }
}

const NO_QUERY = new URLSearchParams();

/** The credential of a Gemini path never goes further than authentication. */
function withoutKey(query: string): URLSearchParams {
  if (query === '') {
    return NO_QUERY;
  }
  const parsed = new URLSearchParams(query);
  parsed.delete('key');
  return parsed;
}

function openExchange(request: IncomingMessage, response: ServerResponse, deps: GatewayDeps): Exchange {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    id: deps.ids.next('req'),
    request,
    response,
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark),
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
    isRecorded: false,
    admissions: deps.admissions,
    failInStream: null,
  };
}

/** The project of a key may say so too, once it is known. The management API has one shape alone. */
function asksForFlat({ request, path, nativeFormat }: Exchange, deps: GatewayDeps): boolean {
  const isAskedFor = deps.errorFormat === 'flat' || request.headers['x-turnpike-error-format'] === 'flat';
  const isManagement = nativeFormat === 'tasks' && path.startsWith('/api/');
  return isAskedFor && !isManagement;
}

/** Whatever was not meant to be said to a caller is logged and becomes an internal error. */
function asRefusal(error: unknown, exchange: Exchange, deps: GatewayDeps): Refusal {
  if (error instanceof Refusal) {
    return error;
  }
  deps.log.error({ id: exchange.id, err: error }, 'a request failed inside the gateway');
  return new Refusal('internal_error', { cause: error });
}

function refuse(
  exchange: Exchange,
  route: Route | null,
  refusal: Refusal,
  deps: GatewayDeps,
  allow: string | null = null,
): void {
  const rendered = renderRefusal(refusal, exchange.refusalFormat, exchange.id);
  if (exchange.failInStream === null) {
    const headers = Object.entries(rendered.headers).flat();
    send(exchange, rendered.status, allow === null ? headers : [...headers, 'allow', allow], rendered.body);
  } else {
    exchange.failInStream(refusal);
  }
  if (exchange.access === null || route?.kind !== 'call') {
    logStranger(exchange, refusal.code, rendered.status, deps);
    return;
  }
  // A failed attempt has its record already; what the gateway itself refused gets one here.
  if (!exchange.isRecorded) {
    const record = refusedRecord(exchange, exchange.access, route.operation, refusal, rendered.status, deps);
    void recordClose(exchange, record, deps);
    logRequest(exchange, record, null, deps);
  }
}
