import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';

/** A frame of the gateway, as far as tests look at it. */
export interface Frame {
  readonly type: string;
  readonly sequence_number?: number;
  readonly status?: number;
  readonly error?: { readonly code: string | null; readonly message: string; readonly type: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly delta?: string;
  readonly item?: Readonly<Record<string, unknown>>;
  readonly response?: {
    readonly id: string;
    readonly status: string;
    readonly output: readonly unknown[];
    readonly usage: Readonly<Record<string, unknown>> | null;
    readonly error: { readonly code: string } | null;
  };
}

/** A client of the WebSocket of Responses, as Codex is one. */
export interface ResponsesSocket {
  readonly socket: WebSocket;
  /** The next frame. */
  next(): Promise<Frame>;
  /** Sends `response.create` and gives every frame up to the one that ends it. */
  create(body: Readonly<Record<string, unknown>>): Promise<Frame[]>;
  send(frame: unknown): void;
  close(): Promise<void>;
}

const ENDS = new Set(['response.completed', 'response.failed', 'response.incomplete', 'error']);

/** Opens a connection. @throws {RefusedUpgrade} when the gateway answers with plain HTTP. */
export async function openResponsesSocket(
  url: string,
  key: string,
  { path = '/v1/responses', ...options }: ClientOptions & { readonly path?: string } = {},
): Promise<ResponsesSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, {
    ...options,
    headers: {
      authorization: `Bearer ${key}`,
      'openai-beta': 'responses_websockets=2026-02-06',
      ...options.headers,
    },
  });
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    const take = waiting.shift();
    if (take === undefined) {
      frames.push(frame);
    } else {
      take(frame);
    }
  });
  await opened(socket);

  function next(): Promise<Frame> {
    const frame = frames.shift();
    return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
  }
  return {
    socket,
    next,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async create(body) {
      socket.send(JSON.stringify({ type: 'response.create', ...body }));
      const all = [await next()];
      while (!ENDS.has(all.at(-1)?.type ?? '')) {
        all.push(await next());
      }
      return all;
    },
    async close() {
      if (socket.readyState !== socket.CLOSED) {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }
    },
  };
}

/** The gateway refused to speak WebSocket. */
export class RefusedUpgrade extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        reject(new RefusedUpgrade(response.statusCode ?? 0, String(Buffer.concat(chunks)))),
      );
    });
  });
}
