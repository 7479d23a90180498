import { createServer, type Socket } from 'node:net';
import { type CannedDialect, type CannedStream, cannedStream, chatAnswer } from './canned.ts';
import { HttpReader } from './http-reader.ts';

/** How streams are answered from now on. `paceMs` 0 sends one chunk a stream and turn of the event loop. */
export type StreamSetting = { chunks: number; paceMs: number };

/** The upstream of the bench while it listens. */
export type Upstream = { port: number; set(setting: StreamSetting): void; close(): Promise<void> };

type ActiveStream = { socket: Socket; frames: readonly Buffer[]; next: number };

const OK = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok');
const CHAT = chatAnswer();
const FLAG_WINDOW_BYTES = 1024;

/**
 * Listens on a free port of 127.0.0.1 and answers Chat Completions, Messages and streams of Responses with canned bytes; any other
 * path answers 200 so that a target's readiness can be asked through it. It frames HTTP itself on `node:net`,
 * for it must never be what a target waits for.
 */
export async function startUpstream(): Promise<Upstream> {
  let setting: StreamSetting = { chunks: 100, paceMs: 0 };
  const pacer = createPacer(() => setting.paceMs);
  const streams = createStreamCache();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, (dialect, includeUsage) => pacer(socket, streams(dialect, setting.chunks, includeUsage)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port');
  return {
    port: address.port,
    set: (next) => {
      setting = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(socket: Socket, stream: (dialect: CannedDialect, includeUsage: boolean) => void): void {
  let path = '';
  let pieces: Buffer[] = [];
  const reader = new HttpReader({
    head: (head) => {
      path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
      pieces = [];
    },
    data: (chunk) => pieces.push(chunk),
    end: () => {
      const dialect = dialectOf(path);
      if (dialect === undefined) socket.write(OK);
      else if (asks(pieces, '"stream":true')) stream(dialect, asks(pieces, '"include_usage":true'));
      else socket.write(CHAT);
    },
  });
  socket.on('data', (chunk: Buffer) => reader.push(chunk));
}

function dialectOf(path: string): CannedDialect | undefined {
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/responses')) return 'responses';
  return path.endsWith('/messages') ? 'messages' : undefined;
}

/** Whether a flag stands near either end of the body; the middle of a long prompt is not worth a search. */
function asks(pieces: readonly Buffer[], flag: string): boolean {
  const first = pieces[0];
  if (pieces.length === 1 && first !== undefined && first.length < 4 * FLAG_WINDOW_BYTES)
    return first.includes(flag);
  const last = Buffer.concat(pieces.slice(-2)).subarray(-FLAG_WINDOW_BYTES);
  return (first?.subarray(0, FLAG_WINDOW_BYTES).includes(flag) ?? false) || last.includes(flag);
}

function createStreamCache(): (
  dialect: CannedDialect,
  chunks: number,
  includeUsage: boolean,
) => CannedStream {
  const cache = new Map<string, CannedStream>();
  return (dialect, chunks, includeUsage) => {
    const name = `${dialect} ${chunks} ${includeUsage}`;
    const known = cache.get(name) ?? cannedStream(dialect, chunks, includeUsage);
    cache.set(name, known);
    return known;
  };
}

/** Sends the head and the first chunk at once and then, on each tick, one chunk of every stream under way. */
function createPacer(paceMs: () => number): (socket: Socket, stream: CannedStream) => void {
  const active = new Set<ActiveStream>();
  let scheduled = false;
  const schedule = () => {
    if (scheduled || active.size === 0) return;
    scheduled = true;
    if (paceMs() > 0) setTimeout(tick, paceMs());
    else setImmediate(tick);
  };
  const tick = () => {
    scheduled = false;
    for (const stream of active) if (!advance(stream)) active.delete(stream);
    schedule();
  };
  return (socket, { head, frames }) => {
    socket.write(Buffer.concat([head, frames[0] ?? Buffer.alloc(0)]));
    if (frames.length > 1) active.add({ socket, frames, next: 1 });
    schedule();
  };
}

/** Sends the next chunk unless the receiver is behind. Answers whether the stream still has chunks to send. */
function advance(stream: ActiveStream): boolean {
  if (stream.socket.destroyed) return false;
  if (stream.socket.writableNeedDrain) return true;
  const frame = stream.frames[stream.next];
  if (frame !== undefined) stream.socket.write(frame);
  stream.next += 1;
  return stream.next < stream.frames.length;
}
