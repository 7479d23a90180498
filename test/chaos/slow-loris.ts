import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that says so little at a time that it could go on for ever. */
export interface SlowLoris {
  readonly url: string;
  /** Connections that are open now. */
  open(): number;
  /** Connections there have been. */
  taken(): number;
  close(): Promise<void>;
}

/** Between two things that it says; far below any bound of silence. */
const EVERY_MS = 40;

const STREAM_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';

/** `head` never ends the head of its answer; `stream` begins one and sends comments, never an event. */
export async function startSlowLoris(kind: 'head' | 'stream'): Promise<SlowLoris> {
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(kind === 'head' ? 'HTTP/1.1 200 OK\r\n' : STREAM_HEAD);
    const timer = setInterval(() => socket.write(kind === 'head' ? 'x-slow: a\r\n' : ': slow\n\n'), EVERY_MS);
    socket.once('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => sockets.size,
    taken: () => taken,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => resolve());
      }),
  };
}
