import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import { invalidField, Refusal } from '../../core/refusal.ts';
import type { ConnectionMemory } from './connection-memory.ts';
import type { EventOutlet } from './event-outlet.ts';
import { parseEvent } from './response-events.ts';
import { refusalFrame } from './socket-frames.ts';
import type { ServedRequest, SocketRequest } from './socket-request.ts';

/** How long a connection may live. */
export interface SocketLimits {
  /** From its opening; OpenAI's own bound (developers.openai.com, WebSocket mode). */
  readonly maxAgeMs: number;
  /** Without any request. */
  readonly idleMs: number;
  /** Between two pings; a client that did not answer the former is gone. */
  readonly pingMs: number;
}

/** What a connection works with. */
export interface SocketConnectionDeps {
  readonly socket: WebSocket;
  readonly upgrade: IncomingMessage;
  readonly memory: ConnectionMemory;
  readonly limits: SocketLimits;
  monotonicMs(): number;
  serve(request: SocketRequest): ServedRequest;
}

/** Bytes that may wait for a slow client before its upstream is stopped. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** Codes of RFC 6455, 7.4.1. */
const NORMAL = 1000;
const GOING_AWAY = 1001;

/** One WebSocket: a queue of none, one request at a time, until the client, the clock or a stop closes it. */
export class SocketConnection {
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  readonly #deps: SocketConnectionDeps;
  readonly #openedAtMs: number;
  #lastUseMs: number;
  #lastPingMs: number;
  #hasAnswered = true;
  #isStopping = false;
  #current: EventOutlet | null = null;

  constructor(deps: SocketConnectionDeps) {
    this.#deps = deps;
    this.#openedAtMs = deps.monotonicMs();
    this.#lastUseMs = this.#openedAtMs;
    this.#lastPingMs = this.#openedAtMs;
    const { socket } = deps;
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('pong', () => {
      this.#hasAnswered = true;
    });
    // What is wrong with a socket is followed by its close, which is all that matters here.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#current?.destroy();
        deps.memory.forget();
        resolve();
      });
    });
  }

  /** Looks at the clock: pings, and ends what is too old, idle or dead. */
  tick(nowMs: number): void {
    const { limits, socket } = this.#deps;
    if (nowMs - this.#lastPingMs >= limits.pingMs) {
      if (!this.#hasAnswered) {
        socket.terminate();
        return;
      }
      this.#lastPingMs = nowMs;
      this.#hasAnswered = false;
      socket.ping();
    }
    if (this.#current === null && nowMs - this.#openedAtMs >= limits.maxAgeMs) {
      this.#send(refusalFrame(new Refusal('websocket_connection_limit_reached')));
      socket.close(NORMAL, 'connection limit reached');
    } else if (this.#current === null && nowMs - this.#lastUseMs >= limits.idleMs) {
      socket.close(NORMAL, 'idle');
    }
  }

  /** Closes when what runs is over; at once where nothing does. */
  stop(): void {
    this.#isStopping = true;
    if (this.#current === null) {
      this.#deps.socket.close(GOING_AWAY, 'the gateway is stopping');
    }
  }

  /** Cuts the connection. */
  terminate(): void {
    this.#deps.socket.terminate();
  }

  #take(data: RawData, isBinary: boolean): void {
    this.#lastUseMs = this.#deps.monotonicMs();
    try {
      this.#serve(data, isBinary);
    } catch (error) {
      // Whatever it is, it is this connection's alone and must not end the process.
      const refusal = error instanceof Refusal ? error : new Refusal('internal_error', { cause: error });
      this.#send(refusalFrame(refusal));
    }
  }

  #serve(data: RawData, isBinary: boolean): void {
    if (isBinary || !Buffer.isBuffer(data)) {
      throw new Refusal('invalid_request', { message: 'Frames must be text that is JSON, not binary' });
    }
    const frame = parseEvent(data);
    if (frame === null) {
      throw new Refusal('invalid_json', { message: 'The frame is not a JSON object' });
    }
    if (frame.type === ACKNOWLEDGED) {
      return;
    }
    if (frame.type !== CREATE) {
      throw invalidField('type', `must be ${CREATE}`);
    }
    this.#requireReady();
    const { serve, upgrade, memory } = this.#deps;
    const { outlet, over } = serve({ upgrade, bytes: data, frame, memory, sink: this.#sink() });
    // An answer may have ended before this is reached.
    this.#current = outlet.writableEnded ? null : outlet;
    over.catch(() => this.terminate());
  }

  #requireReady(): void {
    const { limits, monotonicMs } = this.#deps;
    if (this.#isStopping) {
      throw new Refusal('shutting_down');
    }
    if (monotonicMs() - this.#openedAtMs >= limits.maxAgeMs) {
      throw new Refusal('websocket_connection_limit_reached');
    }
    if (this.#current !== null) {
      const message = 'A response of this connection is still running; wait for its end, or open another one';
      throw new Refusal('conflict', { message });
    }
  }

  #sink(): SocketRequest['sink'] {
    return {
      send: (frame) => this.#send(frame),
      end: () => {
        this.#current = null;
        this.#lastUseMs = this.#deps.monotonicMs();
        if (this.#isStopping) {
          this.stop();
        }
      },
    };
  }

  /** Sends a text frame. False when the client reads too slowly; `drain` follows when it has caught up. */
  #send(frame: Buffer | string): boolean {
    const { socket } = this.#deps;
    if (socket.readyState !== socket.OPEN) {
      return true;
    }
    socket.send(frame, { binary: false }, () => {
      if (socket.bufferedAmount < HIGH_WATER_BYTES) {
        this.#current?.drain();
      }
    });
    return socket.bufferedAmount < HIGH_WATER_BYTES;
  }
}

/** The one frame that asks for something. */
const CREATE = 'response.create';
/** Codex says with this that it has read a response to its end. */
const ACKNOWLEDGED = 'response.processed';
