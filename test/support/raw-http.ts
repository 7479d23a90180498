import { connect, type Socket } from 'node:net';

/** What came back over a raw socket until it was closed. */
export interface RawAnswer {
  /** 0 when the other side closed without a word. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are, whatever HTTP says to them, and reads until the other side closes. */
export function sendRaw(url: string, text: string | Buffer, timeoutMs = 5_000): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(url);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end after ${timeoutMs} ms: ${Buffer.concat(chunks).toString('latin1')}`));
    }, timeoutMs);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(readAnswer(Buffer.concat(chunks).toString('utf8')));
    });
    socket.write(text);
  });
}

/** A connection to the gateway of this address. */
export function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect({ host: hostname, port: Number(port) });
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    head: text.slice(0, Math.max(0, end)),
    body: end === -1 ? '' : text.slice(end + 4),
  };
}
