import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Exchange, send, sendJson } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { serveMedia } from './media/serve-media.ts';
import { openExchange, setRefusalFormat } from './open-exchange.ts';
import { serveCall } from './pipeline.ts';
import { read } from './readings/index.ts';
import { type RecordedOperation, refuse, refusing } from './refuse.ts';
import {
  createBackgroundRuns,
  createResponsesSockets,
  RESPONSES_CALLS,
  serveStored,
} from './responses/index.ts';
import type { Route } from './route.ts';
import { findRoute } from './router.ts';
import { createRunningWork } from './running.ts';
import { serveTask } from './tasks/serve-tasks.ts';
import { SURFACES } from './tasks/surfaces.ts';
import { serveTaskOrAnswer } from './tasks/task-or-answer.ts';
import type { Upgrades } from './upgrades.ts';

/** What the server needs beside the data plane. */
export interface ServeDeps extends Omit<GatewayDeps, 'backgroundRuns'> {
  /** Serves the management API on the same address. */
  readonly management: RequestListener;
  /** Serves the console on the same address. */
  readonly consoleFiles: RequestListener;
  /** Why the process should get no new requests; null while it is ready. */
  notReady(): Promise<string | null>;
}

/** The gateway's one address. */
export interface Gateway {
  /** Finds the route of a request, serves it, and renders every refusal. */
  readonly listener: RequestListener;
  /** Takes WebSockets. */
  readonly upgrades: Upgrades;
  /** Requests that are not over yet, those included whose client is gone but whose record is not written. */
  inFlight(): number;
  /** Lets what no connection waits for go on for at most `graceMs`, then ends it. */
  endBackground(graceMs: number): Promise<void>;
}

/** Everything a request is served with. */
type ServingDeps = ServeDeps & Pick<GatewayDeps, 'backgroundRuns'>;

/** A gateway that is not listening yet. */
export function createGateway(given: ServeDeps): Gateway {
  const running = createRunningWork();
  const deps: ServingDeps = { ...given, backgroundRuns: createBackgroundRuns(given, running) };
  return {
    inFlight: running.count,
    endBackground: deps.backgroundRuns.close,
    upgrades: createResponsesSockets(deps, running),
    listener(request, response) {
      const served = serve(request, response, deps).catch((error: unknown) => {
        // Not even the refusal could be sent; nobody is left to tell but the operator.
        deps.log.error({ err: error }, 'a request could not be answered');
        response.destroy();
      });
      void running.track(served);
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: ServingDeps): Promise<void> {
  const exchange = openExchange(request, response, deps);
  const found = findRoute(request.method ?? 'GET', exchange.path);
  setRefusalFormat(exchange, found.refusalFormat, deps);
  if ('refusal' in found) {
    refuse(exchange, null, found.refusal, deps, found.allow);
    return;
  }
  const { route } = found;
  exchange.forcedPlatform = found.forcedPlatform;
  const operation = recordedOf(route);
  await refusing(exchange, operation, deps, () => serveRoute(exchange, response, route, deps));
}

/** What a request leaves a record of when it is refused; null for what leaves none. */
function recordedOf(route: Route): RecordedOperation | null {
  if (route.kind === 'call') {
    return route.operation;
  }
  return route.kind === 'task' && route.action === 'create' ? SURFACES[route.surface].operation : null;
}

function serveRoute(
  exchange: Exchange,
  response: ServerResponse,
  route: Route,
  deps: ServingDeps,
): void | Promise<void> {
  switch (route.kind) {
    case 'call': {
      const address = { model: route.model, query: withoutKey(exchange.query) };
      const { operation, queryKey } = route;
      const serveOne =
        operation.mayBecomeTask === true ? serveTaskOrAnswer : (RESPONSES_CALLS.get(operation) ?? serveCall);
      return serveOne(exchange, { operation, address, queryKey, memory: null }, deps);
    }
    case 'task':
      return serveTask(exchange, route, deps);
    case 'stored-response':
      return serveStored(exchange, route, deps);
    case 'media':
      return serveMedia(exchange, route.id, deps);
    case 'reading':
      return read(exchange, route, deps);
    case 'hello':
      return send(exchange, 200, [], '');
    case 'health':
      return sendJson(exchange, { status: 'ok' });
    case 'readiness':
      return serveReadiness(exchange, deps);
    case 'management':
      return deps.management(exchange.request, response);
    case 'console':
      return deps.consoleFiles(exchange.request, response);
  }
}

async function serveReadiness(exchange: Exchange, deps: ServeDeps): Promise<void> {
  const reason = await deps.notReady();
  if (reason === null) {
    sendJson(exchange, { status: 'ready' });
  } else {
    sendJson(exchange, { status: 'not_ready', reason }, 503);
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
