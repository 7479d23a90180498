import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer that is played to whoever asks for it by name. */
export interface Play {
  readonly contentType: string;
  /** Written one at a time, each in a turn of its own. */
  readonly chunks: Iterable<Buffer>;
  /** `reset` breaks the connection after the last chunk, `never` leaves it open and silent. */
  readonly ending?: 'whole' | 'reset' | 'never';
}

/** An upstream that knows nothing and plays bytes. */
export interface ByteUpstream {
  readonly url: string;
  /** Keeps an answer and returns the word that asks for it, to stand anywhere in the body of a request. */
  stage(play: Play): string;
  /** Bytes that were handed to the connection so far, of all answers. */
  written(): number;
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startByteUpstream(): Promise<ByteUpstream> {
  const plays = new Map<string, Play>();
  let written = 0;
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const play = plays.get(/play-\d+-/.exec(body)?.[0] ?? '');
      if (play === undefined) {
        response.writeHead(500).end();
        return;
      }
      void perform(play, response, (bytes) => {
        written += bytes;
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1024, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stage(play) {
      const word = `play-${plays.size}-`;
      plays.set(word, play);
      return word;
    },
    written: () => written,
    connections: () => new Promise((resolve) => server.getConnections((_error, count) => resolve(count))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function perform(play: Play, response: ServerResponse, count: (bytes: number) => void): Promise<void> {
  response.on('error', () => undefined);
  response.writeHead(200, { 'content-type': play.contentType });
  response.flushHeaders();
  for (const chunk of play.chunks) {
    if (response.destroyed) {
      return;
    }
    count(chunk.length);
    if (!response.write(chunk)) {
      await room(response);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (play.ending === 'reset') {
    await new Promise((resolve) => response.write('', resolve));
    response.socket?.resetAndDestroy();
  } else if (play.ending !== 'never') {
    response.end();
  }
}

/** Until the connection takes more, or is gone. */
function room(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    }
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Cuts bytes into pieces of one size. */
export function piecesOf(bytes: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += size) {
    pieces.push(bytes.subarray(from, from + size));
  }
  return pieces;
}
