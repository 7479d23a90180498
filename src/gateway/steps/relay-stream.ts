import { Refusal } from '../../core/refusal.ts';
import { createFrameReader, type FrameReader, type StreamTap } from '../../dialects/index.ts';
import { type Failure, failureOfConnection } from '../../routing/index.ts';
import type { UpstreamFailure } from '../../upstream/index.ts';
import type { Relay, RelayContext } from './attempt.ts';
import { ClientStream } from './client-stream.ts';
import { type Delivery, deliveredUse, failedUse, NO_USE, wholeUse } from './delivery.ts';
import { failureInBytes, NO_FAILURE } from './routing-failure.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The longest single frame; image data comes in frames of many megabytes. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
const FRAME_END = Buffer.from('\n\n');

/** Relays a stream frame by frame, with backpressure, while the tap watches. */
export function relayStream(context: RelayContext): Relay {
  return new StreamRelay(context);
}

class StreamRelay implements Relay {
  readonly #context: RelayContext;
  readonly #reader: FrameReader;
  readonly #tap: StreamTap;
  readonly #client: ClientStream;
  /** A frame that goes out with the next one, or after the settlement. */
  #held: Buffer | null = null;
  /** What the upstream reported inside the stream; null while all is well. */
  #failure: Failure | null = null;
  #isOver = false;

  constructor(context: RelayContext) {
    const { call, passage, costOf, deps } = context;
    this.#context = context;
    this.#reader = createFrameReader(passage.framing, MAX_FRAME_BYTES);
    this.#tap = passage.createStreamTap({ wantsUsage: call.facts.wantsStreamUsage, costOf });
    this.#client = new ClientStream(context, this.#tap);
    deps.heartbeats.add(this.#client);
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
      this.#client.write(out);
      this.#context.attempt.abort();
      this.#fail(new Refusal('upstream_failed', { cause }));
      return;
    }
    this.#client.write(out);
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
    this.#client.write(out);
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
        ...NO_FAILURE,
        refusal: null,
        finish: () => undefined,
      });
    }
  }

  #take(frame: Buffer, out: Buffer[]): void {
    if (this.#isOver) {
      return;
    }
    const verdict = this.#tap.read(frame);
    if (this.#failure === null && this.#tap.hasFailed()) {
      this.#failure = failureInBytes(frame, this.#context.deps.clock.nowMs());
      if (this.#client.isUnseen) {
        this.#failUnseen(frame, this.#failure);
        return;
      }
    }
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
      this.#client.write(out);
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

  /** The stream said everything it had to say, be it that it failed. */
  #complete(): void {
    const { call } = this.#context;
    const last = this.#lastFrames();
    const hasFailed = this.#tap.hasFailed();
    this.#deliver({
      ...(hasFailed
        ? this.#deliveredOrNothing()
        : wholeUse(this.#tap.measured(), call.facts, this.#tap.deliveredOutputTokens())),
      state: hasFailed ? 'failed' : 'settled',
      errorCode: hasFailed ? 'upstream_failed' : null,
      clientGone: false,
      failure: this.#failure,
      isUnseen: false,
      refusal: null,
      finish: () => {
        this.#client.end(last);
      },
    });
  }

  /**
   * The upstream reported a failure before any content. Its frame is written anew only when the client gets
   * it after all, because whoever watches the answer must not see those of other attempts.
   */
  #failUnseen(frame: Buffer, failure: Failure): void {
    const { offer, attempt } = this.#context;
    attempt.abort();
    this.#deliver({
      ...NO_USE,
      state: 'failed',
      errorCode: 'upstream_failed',
      clientGone: false,
      failure,
      isUnseen: true,
      refusal: null,
      finish: () => {
        const told = withoutSecrets(this.#tap.rewrite(frame), offer.channel);
        this.#client.end([...this.#lastFrames(), told]);
      },
    });
  }

  /** The stream was cut: where the client has got nothing yet it gets a status, else an error in the stream. */
  #fail(refusal: Refusal): void {
    const { exchange } = this.#context;
    const { isUnseen } = this.#client;
    const last = isUnseen ? [] : this.#lastFrames();
    const hasBegun = !isUnseen && (exchange.response.headersSent || last.length > 0);
    if (hasBegun && !this.#tap.hasFailed()) {
      last.push(this.#tap.errorFrame(refusal, exchange.id));
    }
    this.#deliver({
      ...this.#deliveredOrNothing(),
      state: 'failed',
      errorCode: refusal.code,
      clientGone: false,
      failure: this.#failure ?? failureOfConnection(refusal.code),
      isUnseen: !hasBegun,
      refusal: hasBegun ? null : refusal,
      finish: () => {
        if (hasBegun) {
          this.#client.end(last);
        }
      },
    });
  }

  #lastFrames(): Buffer[] {
    return this.#held === null ? [] : [this.#held];
  }

  /** What was delivered is charged; where nothing was, nothing is. */
  #deliveredOrNothing(): Pick<Delivery, 'measured' | 'usageSource'> {
    const { call } = this.#context;
    return failedUse(this.#tap.measured(), call.facts, this.#tap.deliveredOutputTokens());
  }

  #deliver(delivery: Omit<Delivery, 'status' | 'upstreamStatus' | 'firstByteAtMs'>): void {
    const { deliver, base, exchange, head, deps, attempt } = this.#context;
    this.#isOver = true;
    deps.heartbeats.remove(this.#client);
    // Whatever the upstream still sends is read and dropped, so that its connection can be used again.
    attempt.resume();
    const { headersSent } = exchange.response;
    const status = delivery.clientGone && !headersSent ? 499 : (delivery.refusal?.status ?? head.status);
    deliver({ ...delivery, ...base, status });
  }
}
