/** What a reader tells about the messages it finds: the head once, the body in pieces, the end once. */
export type HttpSink = {
  /** The first line and the header lines, CRLF between them. */
  head(head: string): void;
  /** A piece of the body with its transfer coding removed. */
  data(chunk: Buffer): void;
  end(): void;
};

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailer';

const EMPTY = Buffer.alloc(0);
const CONTENT_LENGTH = /^content-length: *(\d+)/im;
const CHUNKED = /^transfer-encoding: *chunked/im;

/**
 * Frames HTTP/1.1 messages (RFC 9112) on one connection, for the load generator and for the upstream alike.
 * It knows bodies with a content length, chunked bodies and no body; a body that ends with the connection is
 * not known, so it shows as a short answer. It exists because both sides of a bench must cost less than the
 * target between them.
 */
export class HttpReader {
  readonly #sink: HttpSink;
  #state: State = 'head';
  #carry: Buffer = EMPTY;
  #remaining = 0;

  constructor(sink: HttpSink) {
    this.#sink = sink;
  }

  /** Takes the next bytes of the connection. Bytes of an unfinished line are kept for the next call. */
  push(chunk: Buffer): void {
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = EMPTY;
    let position = 0;
    while (position < bytes.length) {
      const next = this.#step(bytes, position);
      if (next < 0) {
        this.#carry = bytes.subarray(position);
        return;
      }
      position = next;
    }
  }

  /** Consumes one element and returns the position behind it, or -1 when more bytes are needed. */
  #step(bytes: Buffer, position: number): number {
    switch (this.#state) {
      case 'head':
        return this.#head(bytes, position);
      case 'fixed':
      case 'chunk-data':
        return this.#body(bytes, position);
      case 'chunk-size':
        return this.#chunkSize(bytes, position);
      case 'chunk-end':
        if (bytes.length - position < 2) return -1;
        this.#state = 'chunk-size';
        return position + 2;
      case 'trailer':
        return this.#trailer(bytes, position);
    }
  }

  #head(bytes: Buffer, position: number): number {
    const end = bytes.indexOf('\r\n\r\n', position);
    if (end < 0) return -1;
    const head = bytes.toString('latin1', position, end + 2);
    this.#remaining = Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    const chunked = CHUNKED.test(head);
    this.#sink.head(head);
    if (chunked) this.#state = 'chunk-size';
    else if (this.#remaining > 0) this.#state = 'fixed';
    else this.#finish();
    return end + 4;
  }

  #body(bytes: Buffer, position: number): number {
    const end = Math.min(bytes.length, position + this.#remaining);
    this.#remaining -= end - position;
    this.#sink.data(bytes.subarray(position, end));
    if (this.#remaining === 0) {
      if (this.#state === 'fixed') this.#finish();
      else this.#state = 'chunk-end';
    }
    return end;
  }

  #chunkSize(bytes: Buffer, position: number): number {
    const end = bytes.indexOf('\r\n', position);
    if (end < 0) return -1;
    this.#remaining = Number.parseInt(bytes.toString('latin1', position, end), 16);
    this.#state = this.#remaining > 0 ? 'chunk-data' : 'trailer';
    return end + 2;
  }

  #trailer(bytes: Buffer, position: number): number {
    const end = bytes.indexOf('\r\n', position);
    if (end < 0) return -1;
    if (end === position) this.#finish();
    return end + 2;
  }

  #finish(): void {
    this.#state = 'head';
    this.#sink.end();
  }
}
