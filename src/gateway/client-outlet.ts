import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';

/**
 * Where the answer to one request goes: as much of Node's `ServerResponse` as the steps use, so that a
 * request whose client is no HTTP response (a frame of a WebSocket, work in the background) takes the same
 * way as any other (`responses/event-outlet.ts`).
 */
export interface ClientOutlet {
  readonly headersSent: boolean;
  /** Whether nobody takes the answer any more. */
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  writeHead(status: number, headers: OutgoingHttpHeaders | OutgoingHttpHeader[]): unknown;
  /** False when no more should be written until `drain`. */
  write(bytes: Buffer | string): boolean;
  end(bytes?: Buffer | string): unknown;
  /** The last bytes as text in which every byte is one character. */
  end(bytes: string, encoding: 'latin1'): unknown;
  once(event: 'close' | 'drain', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}
