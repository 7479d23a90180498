import { type IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Refusal } from '../../core/refusal.ts';
import { responses } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { openExchange, setRefusalFormat } from '../open-exchange.ts';
import { refusing } from '../refuse.ts';
import { findRoute } from '../router.ts';
import type { RunningWork } from '../running.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { MAX_BODY_BYTES } from '../steps/parse.ts';
import { requireGroup } from '../steps/resolve-model.ts';
import type { Upgrades } from '../upgrades.ts';
import { createConnectionMemory, createMemoryBudget } from './connection-memory.ts';
import { SocketConnection, type SocketLimits } from './socket-connection.ts';
import { serveSocketRequest } from './socket-request.ts';

/** What holds in production. */
const USUAL_SOCKET_LIMITS: SocketLimits = {
  maxAgeMs: 3_600_000,
  idleMs: 900_000,
  pingMs: 30_000,
};

const SWEEP_MS = 5_000;
/** Connections of one key, and of all keys. */
const MOST_OF_A_KEY = 256;
const MOST = 4_096;
/** What all connections remember together. */
const MEMORY_BYTES = 256 * 1024 * 1024;
/** Compression with bounds: little memory for each connection, few at work at once, nothing small. */
const DEFLATE = {
  threshold: 1_024,
  concurrencyLimit: 4,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  zlibDeflateOptions: { level: 1, memLevel: 7 },
};

/** `GET /v1/responses` with `Upgrade: websocket` (developers.openai.com, WebSocket mode; fact 17). */
export function createResponsesSockets(
  deps: GatewayDeps,
  running: RunningWork,
  limits: SocketLimits = USUAL_SOCKET_LIMITS,
): Upgrades {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_BODY_BYTES,
    perMessageDeflate: DEFLATE,
  });
  const budget = createMemoryBudget(MEMORY_BYTES);
  const open = new Map<SocketConnection, string>();
  const monotonicMs = (): number => deps.clock.monotonicMs();
  let isStopping = false;
  const sweep = setInterval(
    () => {
      for (const connection of open.keys()) {
        connection.tick(monotonicMs());
      }
    },
    Math.min(SWEEP_MS, limits.pingMs),
  );
  sweep.unref();

  function requireRoom({ key }: KeyAccess): void {
    if (isStopping) {
      throw new Refusal('shutting_down');
    }
    const ofKey = [...open.values()].filter((id) => id === key.id).length;
    if (open.size >= MOST || ofKey >= MOST_OF_A_KEY) {
      throw new Refusal('concurrency_exceeded', { message: 'Too many WebSockets are open', retryAfterS: 5 });
    }
  }

  function accept(request: IncomingMessage, socket: Duplex, head: Buffer, access: KeyAccess): void {
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new SocketConnection({
        ...{ socket: webSocket, upgrade: request, limits, monotonicMs },
        memory: createConnectionMemory(budget),
        serve(asked) {
          const served = serveSocketRequest(asked, deps);
          return { ...served, over: running.track(served.over) };
        },
      });
      open.set(connection, access.key.id);
      void connection.closed.then(() => open.delete(connection));
    });
  }

  return {
    accepts: (request) => asksForWebSocket(request) && isServedHere(request),
    take(request, socket, head) {
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      const exchange = openExchange(request, response, deps);
      setRefusalFormat(exchange, responses.refusalFormat, deps);
      // Until it is taken nobody else would hear that the client left.
      socket.on('error', () => socket.destroy());
      const taken = refusing(exchange, null, deps, async () => {
        const access = await authenticate(exchange, 'refused', deps);
        requireUnexpired(access, deps.clock);
        requireGroup(access, deps.snapshots.current(), exchange.forcedPlatform);
        requireRoom(access);
        accept(request, socket, head, access);
      });
      void running.track(taken).then(() => sendRefusal(response, socket));
    },
    async close(graceMs) {
      isStopping = true;
      clearInterval(sweep);
      const connections = [...open.keys()];
      const cut = setTimeout(() => {
        for (const connection of connections) {
          connection.terminate();
        }
      }, graceMs);
      for (const connection of connections) {
        connection.stop();
      }
      await Promise.all(connections.map(({ closed }) => closed));
      clearTimeout(cut);
    },
  };
}

function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/** The addresses of `POST /v1/responses` take WebSockets too. */
function isServedHere({ url = '/' }: IncomingMessage): boolean {
  const found = findRoute('POST', url.split('?', 1)[0] ?? url);
  return 'route' in found && found.route.kind === 'call' && found.route.operation === responses;
}

/** A refusal before the upgrade is an answer like any other; the connection ends with it. */
function sendRefusal(response: ServerResponse, socket: Duplex): void {
  if (response.headersSent && socket instanceof Socket && !socket.destroyed) {
    response.once('finish', () => socket.end());
    response.assignSocket(socket);
  }
}
