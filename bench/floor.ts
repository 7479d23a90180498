import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { Agent, type Dispatcher } from 'undici';

type ResponseHeaders = Record<string, string | string[] | undefined>;

/**
 * The least that a JSON proxy on Node can do, and so what every other target is compared with: it reads the
 * whole request and parses it, sends the same bytes on, parses an answer that is not a stream, and pipes a
 * stream through with backpressure. It checks nothing, counts nothing and keeps nothing.
 */
export function createFloor(upstreamOrigin: string): Server {
  const agent = new Agent({ connections: 512, pipelining: 1 });
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (chunk: Buffer) => pieces.push(chunk));
    request.on('end', () => {
      const first = pieces[0];
      const body = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
      const parsed: { stream?: unknown } = body.length === 0 ? {} : JSON.parse(body.toString());
      forward(agent, upstreamOrigin, request, response, body, parsed.stream === true);
    });
  });
  server.on('close', () => void agent.destroy());
  return server;
}

function forward(
  agent: Agent,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  stream: boolean,
): void {
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'accept', 'authorization', 'x-api-key', 'anthropic-version']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const method = request.method === 'GET' ? 'GET' : 'POST';
  agent.dispatch(
    { origin, path: request.url ?? '/', method, headers, body: body.length === 0 ? null : body },
    stream ? pipe(response) : relayParsed(response),
  );
}

/** Pipes the answer through as it comes and pauses the upstream while the client is behind. */
function pipe(response: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller) => {
      response.on('drain', () => controller.resume());
      response.on('close', () => {
        if (!response.writableFinished) controller.abort(new Error('the client went away'));
      });
    },
    onResponseStart: (_controller, status, headers) => {
      response.writeHead(status, endToEnd(headers));
    },
    onResponseData: (controller, chunk) => {
      if (!response.write(chunk)) controller.pause();
    },
    onResponseEnd: () => {
      response.end();
    },
    onResponseError: () => {
      fail(response);
    },
  };
}

/** Collects the answer, parses it when it is JSON, and sends the same bytes. */
function relayParsed(response: ServerResponse): Dispatcher.DispatchHandler {
  const pieces: Buffer[] = [];
  let json = false;
  return {
    onRequestStart: () => {},
    onResponseStart: (_controller, status, headers) => {
      json = String(headers['content-type']).startsWith('application/json');
      response.writeHead(status, endToEnd(headers));
    },
    onResponseData: (_controller, chunk) => {
      pieces.push(chunk);
    },
    onResponseEnd: () => {
      const first = pieces[0];
      const body = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
      if (json) JSON.parse(body.toString());
      response.end(body);
    },
    onResponseError: () => {
      fail(response);
    },
  };
}

function endToEnd(headers: ResponseHeaders): ResponseHeaders {
  const kept: ResponseHeaders = {};
  for (const name in headers) {
    if (name !== 'connection' && name !== 'keep-alive' && name !== 'transfer-encoding')
      kept[name] = headers[name];
  }
  return kept;
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: 'string' }, upstream: { type: 'string' } } });
  createFloor(values.upstream ?? 'http://127.0.0.1:9400').listen(Number(values.port ?? 0), '127.0.0.1');
  // A profile of the process is written only when it ends of its own will.
  process.on('SIGTERM', () => process.exit(0));
}
