import { connect, type Socket } from 'node:net';
import { HttpReader } from './http-reader.ts';

/** What a whole answer looks like. */
export type Expectation = { statuses: readonly number[]; minBodyBytes: number; endMarker: string };

/** One finished request. Times are in microseconds since the request was written. */
export type Sample = { totalUs: number; firstByteUs: number; error: string | undefined };

/** Where a connection gets its requests from and leaves what became of them. */
export type LoadSource = { next(): Buffer | undefined; done(sample: Sample): void };

const TAIL_BYTES = 64;

/**
 * One keep-alive connection of the load generator: it writes a request, reads the whole answer, checks it and
 * asks for the next one. It reconnects when the target closes, which is an error only in mid-answer.
 */
export class LoadConnection {
  readonly #port: number;
  readonly #expected: Expectation;
  readonly #source: LoadSource;
  #socket: Socket | undefined;
  #startedMs = 0;
  #firstByteMs = 0;
  #busy = false;
  #status = 0;
  #bodyBytes = 0;
  #tail: Buffer = Buffer.alloc(0);

  constructor(port: number, expected: Expectation, source: LoadSource) {
    this.#port = port;
    this.#expected = expected;
    this.#source = source;
  }

  /** Starts sending, on the open connection when there is one. */
  start(): void {
    const request = this.#source.next();
    if (request === undefined) return;
    this.#busy = true;
    this.#firstByteMs = 0;
    this.#bodyBytes = 0;
    this.#startedMs = performance.now();
    const socket = this.#socket ?? this.#connect();
    socket.write(request);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const reader = new HttpReader({
      head: (head) => {
        this.#status = Number(head.slice(9, 12));
      },
      data: (chunk) => this.#onBody(chunk),
      end: () => this.#finish(this.#problem()),
    });
    let failure = 'the connection was closed in mid-answer';
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', (error) => {
      failure = error.message;
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      if (this.#busy) this.#finish(failure);
    });
    this.#socket = socket;
    return socket;
  }

  #onBody(chunk: Buffer): void {
    if (this.#bodyBytes === 0) this.#firstByteMs = performance.now();
    this.#bodyBytes += chunk.length;
    this.#tail =
      chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([this.#tail.subarray(-TAIL_BYTES), chunk]);
  }

  #problem(): string | undefined {
    const { statuses, minBodyBytes, endMarker } = this.#expected;
    if (!statuses.includes(this.#status)) return `status ${this.#status} instead of ${statuses.join(' or ')}`;
    if (this.#bodyBytes < minBodyBytes) return `a body of ${this.#bodyBytes} bytes`;
    return this.#tail.subarray(-TAIL_BYTES).includes(endMarker)
      ? undefined
      : 'the end of the body is missing';
  }

  #finish(error: string | undefined): void {
    this.#busy = false;
    const now = performance.now();
    const firstByteMs = this.#firstByteMs === 0 ? now : this.#firstByteMs;
    this.#source.done({
      totalUs: (now - this.#startedMs) * 1000,
      firstByteUs: (firstByteMs - this.#startedMs) * 1000,
      error,
    });
    // A turn of the event loop between an error and the next attempt keeps a dead target from filling the stack.
    if (error === undefined) this.start();
    else setImmediate(() => this.start());
  }
}
