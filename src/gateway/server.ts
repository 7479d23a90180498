import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Refusal } from '../core/refusal.ts';
import { renderRefusal } from '../dialects/index.ts';
import type { Upgrades } from './upgrades.ts';

/** A server that listens. */
export interface Listening {
  readonly url: string;
  /**
   * Stops accepting, lets what runs go on for at most `graceMs`, then cuts it. Resolves when every
   * connection is closed.
   */
  close(graceMs: number): Promise<void>;
}

const MAX_HEADER_BYTES = 64 * 1024;
/** Longer than load balancers keep idle connections, so that they close first and lose no request. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 30_000;
/** A body of the largest allowed size over a slow line still arrives within this. */
const REQUEST_MS = 300_000;

/**
 * Starts listening.
 * @throws the system's error when the address is taken or not ours.
 */
export async function listen(
  listener: RequestListener,
  host: string,
  port: number,
  upgrades: Upgrades | null = null,
): Promise<Listening> {
  const latest = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      noDelay: true,
      shouldUpgradeCallback: (request) => upgrades?.accepts(request) ?? false,
    },
    (request, response) => {
      latest.set(request.socket, response);
      listener(request, response);
    },
  );
  server.on('clientError', (error, socket) => refuseMalformed(error, socket, latest.get(socket)));
  server.on('upgrade', (request, socket, head) => upgrades?.take(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
  return {
    url: urlOf(server, host),
    async close(graceMs) {
      // The server counts these connections too, and would wait for them for ever.
      await Promise.all([closeServer(server, graceMs), upgrades?.close(graceMs)]);
    },
  };
}

/**
 * What is no HTTP never becomes a request, so nothing but the socket is there to answer on. A body
 * can turn out to be none when the answer has begun: a second one would be taken for that to the next
 * request, so then the connection closes after what was written.
 */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex, latest?: ServerResponse): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  if (latest?.headersSent && !(latest.writableFinished && latest.req.complete)) {
    socket.end();
    return;
  }
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Refusal('request_too_large', { message: 'The request headers are too large' })
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? new Refusal('request_timeout')
        : new Refusal('invalid_request', { message: 'The request is not valid HTTP' });
  const { status, body } = renderRefusal(refusal, 'messages', 'req_none');
  const head = `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\nconnection: close\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // Connections that finish their answer meanwhile become idle and would stay open otherwise.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
