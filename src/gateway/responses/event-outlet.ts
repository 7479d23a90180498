import { EventEmitter } from 'node:events';
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { createFrameReader, type FrameReader, openFrame } from '../../dialects/index.ts';
import type { ClientOutlet } from '../client-outlet.ts';
import type { FlatHeaders } from '../exchange.ts';

/** Hears an answer that goes to no HTTP response. */
export interface AnswerListener {
  /** The JSON of one event of a stream. False when no more should come until `drain` is called. */
  event(json: Buffer): boolean;
  /** An answer that is no stream: an error, or a whole answer. */
  whole(status: number, headers: FlatHeaders, body: Buffer): void;
  /** The stream is over, or the answer was given whole. */
  end(): void;
}

/** The longest single event; the pipeline lets none through that is longer. */
const MAX_FRAME_BYTES = 33 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** Stands in for an HTTP response: takes apart what the pipeline writes and tells it to a listener. */
export class EventOutlet extends EventEmitter implements ClientOutlet {
  headersSent = false;
  destroyed = false;
  writableEnded = false;
  readonly #listener: AnswerListener;
  readonly #reader: FrameReader = createFrameReader('sse', MAX_FRAME_BYTES);
  #status = 200;
  #headers: FlatHeaders = [];
  #isStream = false;
  #body: Buffer[] = [];

  constructor(listener: AnswerListener) {
    super();
    this.#listener = listener;
  }

  writeHead(status: number, headers: OutgoingHttpHeaders | OutgoingHttpHeader[]): this {
    this.headersSent = true;
    this.#status = status;
    this.#headers = flat(headers);
    const at = this.#headers.findIndex((name, index) => index % 2 === 0 && name === 'content-type');
    this.#isStream = String(this.#headers[at + 1]).includes('event-stream');
    return this;
  }

  write(given: Buffer | string): boolean {
    const bytes = typeof given === 'string' ? Buffer.from(given) : given;
    if (!this.#isStream) {
      this.#body.push(bytes);
      return true;
    }
    let isWanted = true;
    for (const frame of this.#reader.push(bytes)) {
      const payload = openFrame(frame);
      // Comments keep the connections of HTTP clients alive and say nothing.
      if (typeof payload !== 'string') {
        isWanted = this.#listener.event(payload.bytes.subarray(payload.start, payload.end)) && isWanted;
      }
    }
    return isWanted;
  }

  end(given: Buffer | string = NOTHING, encoding: 'utf8' | 'latin1' = 'utf8'): this {
    if (this.writableEnded || this.destroyed) {
      return this;
    }
    this.writableEnded = true;
    if (given.length > 0) {
      this.write(typeof given === 'string' ? Buffer.from(given, encoding) : given);
    }
    if (!this.#isStream) {
      this.#listener.whole(this.#status, this.#headers, Buffer.concat(this.#body));
      this.#body = [];
    }
    this.#listener.end();
    this.emit('close');
    return this;
  }

  /** Whoever took the answer is ready for more of it. */
  drain(): void {
    this.emit('drain');
  }

  /** Whoever took the answer is gone: the pipeline cancels what runs. */
  destroy(): void {
    if (!this.destroyed && !this.writableEnded) {
      this.destroyed = true;
      this.emit('close');
    }
  }
}

function flat(headers: OutgoingHttpHeaders | OutgoingHttpHeader[]): FlatHeaders {
  const all = Array.isArray(headers) ? headers : Object.entries(headers).flat();
  return all.map((value) => (typeof value === 'number' ? value : String(value)));
}
