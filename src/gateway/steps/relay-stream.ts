import { Refusal } from '../../core/refusal.ts';
import { createFrameReader, type FrameReader, type StreamTap } from '../../dialects/index.ts';
import type { UpstreamFailure } from '../../upstream/index.ts';
import { ownHeaders } from '../exchange.ts';
import type { SilentStream } from '../heartbeats.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { type Delivery, deliveredUse, NO_USE, wholeUse } from './delivery.ts';
import { returnedHeaders } from './returned-headers.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The longest single frame; image data comes in frames of many megabytes. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
const FRAME_END = Buffer.from('\n\n');

/** Relays a stream frame by frame, with backpressure, while the tap watches. */
export function relayStream(context: RelayContext): Relay {
  return new StreamRelay(context);
}

class StreamRelay implements Relay, SilentStream {
  readonly #context: RelayContext;
  readonly #reader: FrameReader;
  readonly #tap: StreamTap;
  /** A frame that goes out with the next one, or after the settlement. */
  #held: Buffer | null = null;
  #isOver = false;
  #isPaused = false;
  lastWriteMs: number;
  slot = -1;

  constructor(context: RelayContext) {
    const { call, passage, costOf, deps } = context;
    this.#context = context;
    this.#reader = createFrameReader(passage.framing, MAX_FRAME_BYTES);
    this.#tap = passage.createStreamTap({ wantsUsage: call.facts.wantsStreamUsage, costOf });
    this.lastWriteMs = deps.clock.monotonicMs();
    deps.heartbeats.add(this);
  }

  data(chunk: Buffer): void {
    if (this.#isOver) {
      return;
    }
    const out: Buffer[] = [];
    try {
      for (const frame of this.#reader.push(chunk)) {
        this.#take(frame, out);
      }
    } catch (cause) {
      this.#write(out);
      this.#context.attempt.abort();
      this.#fail(new Refusal('upstream_failed', { cause }));
      return;
    }
    this.#write(out);
  }

  end(): void {
    if (this.#isOver) {
      return;
    }
    const out: Buffer[] = [];
    let refusal = new Refusal('upstream_failed', { message: 'The upstream ended the stream too early' });
    try {
      this.#takeRest(out);
      this.#holdBack(this.#tap.close());
    } catch (cause) {
      refusal = new Refusal('upstream_failed', { cause });
    }
    this.#write(out);
    if (this.#isOver) {
      return;
    }
    if (this.#tap.isComplete()) {
      this.#complete();
    } else {
      this.#fail(refusal);
    }
  }

  fail(failure: UpstreamFailure): void {
    if (this.#isOver) {
      return;
    }
    if (this.#tap.isComplete()) {
      this.#complete();
      return;
    }
    const code = failure.code === 'upstream_timeout' ? 'upstream_timeout' : 'upstream_failed';
    this.#fail(new Refusal(code, { cause: failure.cause }));
  }

  clientGone(): void {
    if (!this.#isOver) {
      const { call } = this.#context;
      this.#deliver({
        ...deliveredUse(this.#tap.measured(), call.facts, this.#tap.deliveredOutputTokens()),
        state: 'settled',
        errorCode: 'client_gone',
        clientGone: true,
        refusal: null,
        finish: () => undefined,
      });
    }
  }

  beat(): void {
    const { heartbeat } = this.#context.passage;
    if (heartbeat !== null && !this.#isPaused) {
      this.#write([heartbeat]);
    }
  }

  #take(frame: Buffer, out: Buffer[]): void {
    if (this.#isOver) {
      return;
    }
    const verdict = this.#tap.read(frame);
    if (verdict === 'hide') {
      return;
    }
    if (this.#held !== null) {
      out.push(this.#held);
      this.#held = null;
    }
    const rewritten = this.#tap.rewrite(frame);
    const { channel } = this.#context.offer;
    const bytes = this.#tap.hasFailed() ? withoutSecrets(rewritten, channel) : rewritten;
    if (verdict === 'pass') {
      out.push(bytes);
      return;
    }
    this.#held = bytes;
    if (verdict === 'last') {
      this.#write(out);
      out.length = 0;
      this.#complete();
    }
  }

  /** Some upstreams leave out the blank line that closes the last event. */
  #takeRest(out: Buffer[]): void {
    const rest = this.#reader.rest();
    if (rest.length > 0) {
      const { framing } = this.#context.passage;
      this.#take(framing === 'sse' ? Buffer.concat([rest, FRAME_END]) : rest, out);
    }
  }

  #holdBack(bytes: Buffer): void {
    if (bytes.length > 0) {
      this.#held = this.#held === null ? bytes : Buffer.concat([this.#held, bytes]);
    }
  }

  #write(out: readonly Buffer[]): void {
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

  /** The stream said everything it had to say, be it that it failed. */
  #complete(): void {
    const { exchange, call } = this.#context;
    const held = this.#held;
    const hasFailed = this.#tap.hasFailed();
    this.#deliver({
      ...(hasFailed
        ? this.#deliveredOrNothing()
        : wholeUse(this.#tap.measured(), call.facts, this.#tap.deliveredOutputTokens())),
      state: hasFailed ? 'failed' : 'settled',
      errorCode: hasFailed ? 'upstream_failed' : null,
      clientGone: false,
      refusal: null,
      finish: () => {
        this.#begin();
        exchange.response.end(held ?? undefined);
      },
    });
  }

  /** The stream was cut: where the client has got nothing yet it gets a status, else an error in the stream. */
  #fail(refusal: Refusal): void {
    const { exchange } = this.#context;
    const { headersSent } = exchange.response;
    const last: Buffer[] = this.#held === null ? [] : [this.#held];
    const hasToldItself = this.#tap.hasFailed();
    const hasBegun = headersSent || last.length > 0;
    if (hasBegun && !hasToldItself) {
      last.push(this.#tap.errorFrame(refusal, exchange.id));
    }
    this.#deliver({
      ...this.#deliveredOrNothing(),
      state: 'failed',
      errorCode: refusal.code,
      clientGone: false,
      refusal: hasBegun ? null : refusal,
      finish: () => {
        if (hasBegun) {
          this.#begin();
          exchange.response.end(Buffer.concat(last));
        }
      },
    });
  }

  /** What was delivered is charged; where nothing was, nothing is. */
  #deliveredOrNothing(): Pick<Delivery, 'measured' | 'usageSource'> {
    const delivered = this.#tap.deliveredOutputTokens();
    return delivered > 0 ? deliveredUse(this.#tap.measured(), this.#context.call.facts, delivered) : NO_USE;
  }

  #deliver(delivery: Omit<Delivery, 'status' | 'upstreamStatus' | 'firstByteAtMs'>): void {
    const { deliver, base, exchange, head, deps, attempt } = this.#context;
    this.#isOver = true;
    deps.heartbeats.remove(this);
    // Whatever the upstream still sends is read and dropped, so that its connection can be used again.
    attempt.resume();
    const { headersSent } = exchange.response;
    const status = delivery.clientGone && !headersSent ? 499 : (delivery.refusal?.status ?? head.status);
    deliver({ ...delivery, ...base, status });
  }
}
