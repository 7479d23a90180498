import type { StreamTap } from '../../dialects/index.ts';
import { ownHeaders } from '../exchange.ts';
import type { SilentStream } from '../heartbeats.ts';
import type { RelayContext } from './attempt.ts';
import { createHeldFrames, type HeldFrames } from './held-frames.ts';
import { returnedHeaders } from './returned-headers.ts';

/**
 * The client's side of a stream: its head, its bytes with backpressure, and its heartbeats. While another
 * attempt could follow, it keeps what comes before the first content to itself.
 */
export class ClientStream implements SilentStream {
  readonly #context: RelayContext;
  readonly #tap: Pick<StreamTap, 'errorFrame' | 'deliveredOutputTokens'>;
  #opening: HeldFrames | null;
  #isPaused = false;
  lastWriteMs: number;
  slot = -1;

  constructor(context: RelayContext, tap: Pick<StreamTap, 'errorFrame' | 'deliveredOutputTokens'>) {
    this.#context = context;
    this.#tap = tap;
    this.#opening = context.holdsBack ? createHeldFrames() : null;
    this.lastWriteMs = context.deps.clock.monotonicMs();
  }

  /** Whether the client has got no frame, and none had to be given to it. */
  get isUnseen(): boolean {
    return this.#opening !== null;
  }

  beat(): void {
    const { exchange, passage } = this.#context;
    if (passage.heartbeat !== null && !this.#isPaused) {
      this.#send([passage.heartbeat]);
      // From now on there is no status to answer with, whoever fails after this.
      exchange.failInStream ??= (refusal) =>
        void exchange.response.end(this.#tap.errorFrame(refusal, exchange.id));
    }
  }

  /** Gives frames on, once there is content among them. */
  write(out: readonly Buffer[]): void {
    const opening = this.#opening;
    if (opening === null) {
      this.#send(out);
    } else if (!opening.add(out) || this.#tap.deliveredOutputTokens() > 0) {
      this.#opening = null;
      this.#send(opening.release());
    }
  }

  /** Ends the stream with these frames, behind whatever was held back. */
  end(last: readonly Buffer[]): void {
    this.#begin();
    const all = this.#opening === null ? last : [...this.#opening.release(), ...last];
    this.#context.exchange.response.end(all.length < 2 ? all[0] : Buffer.concat(all));
  }

  /** Writes frames in one piece; the upstream pauses while the client does not take them. */
  #send(out: readonly Buffer[]): void {
    const { exchange, attempt, deps } = this.#context;
    const { response } = exchange;
    const [first] = out;
    if (first === undefined || response.destroyed) {
      return;
    }
    this.#begin();
    this.lastWriteMs = deps.clock.monotonicMs();
    if (!response.write(out.length === 1 ? first : Buffer.concat(out)) && !this.#isPaused) {
      this.#isPaused = true;
      attempt.pause();
      response.once('drain', () => {
        this.#isPaused = false;
        attempt.resume();
      });
    }
  }

  #begin(): void {
    const { exchange, head } = this.#context;
    if (!exchange.response.headersSent) {
      const headers = [...returnedHeaders(this.#context), ...ownHeaders(exchange)];
      headers.push('cache-control', 'no-cache', 'x-accel-buffering', 'no');
      exchange.response.writeHead(head.status, headers as unknown as Record<string, string>);
    }
  }
}
