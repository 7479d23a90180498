import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { RefusalCode } from '../core/refusal.ts';
import type { Deadline } from './deadlines.ts';
import type { Upstream } from './pools.ts';

/** What is asked of an upstream. */
export interface UpstreamRequest {
  readonly method: 'POST' | 'GET' | 'PUT' | 'DELETE';
  /** Under the base URL, beginning with a slash. */
  readonly path: string;
  /** Flat: name, value, name, value. */
  readonly headers: string[];
  readonly body: Buffer | null;
  /** From the request being sent to the first byte of the answer's head. */
  readonly firstByteTimeoutMs: number;
  /** The longest silence inside the answer's body. */
  readonly idleTimeoutMs: number;
  /** From the start to the last byte. */
  readonly totalTimeoutMs: number;
  /**
   * Sent at most once, over a connection of its own: for what must never be done twice, where not even a
   * socket that was closed before it was used may be tried again.
   */
  readonly isOnce?: boolean;
}

/** The beginning of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** Takes the body of an answer. After `end` or `fail` nothing more is called. */
export interface AnswerSink {
  data(chunk: Buffer): void;
  end(): void;
  fail(failure: UpstreamFailure): void;
}

/** Why an attempt came to nothing, as a code of the catalogue. */
export interface UpstreamFailure {
  readonly code: Extract<
    RefusalCode,
    'upstream_unreachable' | 'upstream_timeout' | 'upstream_failed' | 'no_channel_available'
  >;
  readonly cause: Error;
}

/** An attempt under way. */
export interface Attempt {
  /** Cancels it; the sink hears nothing more. Safe to call at any time. */
  abort(): void;
  /** Stops and continues the flow of the body. */
  pause(): void;
  resume(): void;
}

/** What the owner of an attempt provides. */
export interface AttemptOwner {
  /** Called once with the head; what it returns takes the body. */
  receive(head: AnswerHead): AnswerSink;
  /** Called instead when there is no answer at all. */
  fail(failure: UpstreamFailure): void;
}

/**
 * Asks an upstream once. A socket that the upstream had already closed while it lay idle is no failure
 * of the upstream: such a request is sent a second time on a new one, since no byte of it was answered.
 */
export function startAttempt(upstream: Upstream, request: UpstreamRequest, owner: AttemptOwner): Attempt {
  const attempt = new RunningAttempt(upstream, request, owner);
  if (request.isOnce === true) {
    attempt.sendOnFresh();
  } else {
    attempt.send();
  }
  return attempt;
}

class RunningAttempt implements Attempt, Deadline, Dispatcher.DispatchHandler {
  readonly #upstream: Upstream;
  readonly #request: UpstreamRequest;
  readonly #owner: AttemptOwner;
  readonly #totalAtMs: number;
  /** The first of the bounds to be reached in the present phase: first byte, then silence, and always the total. */
  overAtMs: number;
  slot = -1;
  #controller: Dispatcher.DispatchController | null = null;
  #sink: AnswerSink | null = null;
  #isOver = false;
  #fresh: Dispatcher | null = null;

  constructor(upstream: Upstream, request: UpstreamRequest, owner: AttemptOwner) {
    this.#upstream = upstream;
    this.#request = request;
    this.#owner = owner;
    const nowMs = performance.now();
    this.#totalAtMs = nowMs + request.totalTimeoutMs;
    this.overAtMs = Math.min(this.#totalAtMs, nowMs + request.firstByteTimeoutMs);
    upstream.deadlines.add(this);
  }

  expire(): void {
    this.#finishWith(new UpstreamTimeoutError());
    this.#controller?.abort(new Error('timeout'));
  }

  send(dispatcher: Dispatcher = this.#upstream.dispatcher): void {
    const { method, path, headers, body } = this.#request;
    dispatcher.dispatch(
      {
        origin: this.#upstream.origin,
        path: this.#upstream.basePath + path,
        method,
        headers,
        body,
      },
      this,
    );
  }

  sendOnFresh(): void {
    this.#fresh = this.#upstream.openFresh();
    this.send(this.#fresh);
  }

  abort(): void {
    if (!this.#isOver) {
      this.#close();
      this.#controller?.abort(new Error('canceled'));
    }
  }

  /** While the client does not take what is there, the silence is not the upstream's. */
  pause(): void {
    this.overAtMs = this.#totalAtMs;
    this.#controller?.pause();
  }

  resume(): void {
    this.#awaitMore();
    this.#controller?.resume();
  }

  #awaitMore(): void {
    this.overAtMs = Math.min(this.#totalAtMs, performance.now() + this.#request.idleTimeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) {
      controller.abort(new Error('canceled'));
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // Interim answers such as 103 carry nothing for the client.
    if (status >= 200 && !this.#isOver) {
      this.#awaitMore();
      this.#sink = this.#owner.receive({ status, headers });
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isOver) {
      this.#awaitMore();
      this.#sink?.data(chunk);
    }
  }

  onResponseEnd(): void {
    if (!this.#isOver) {
      this.#close();
      this.#sink?.end();
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#isOver && this.#sink === null && this.#fresh === null && wasStaleSocket(error)) {
      // Every idle socket of the pool may be as old, so the second time goes over a connection of its own.
      this.sendOnFresh();
      return;
    }
    this.#finishWith(error);
  }

  #finishWith(error: Error): void {
    if (this.#isOver) {
      return;
    }
    this.#close();
    const failure: UpstreamFailure = { code: classify(error, this.#sink !== null), cause: error };
    if (this.#sink === null) {
      this.#owner.fail(failure);
    } else {
      this.#sink.fail(failure);
    }
  }

  #close(): void {
    this.#isOver = true;
    this.#upstream.deadlines.remove(this);
    void this.#fresh?.close();
  }
}

/** One of the bounds of time was reached. */
class UpstreamTimeoutError extends Error {
  override readonly name = 'UpstreamTimeoutError';

  constructor() {
    super('the upstream took too long');
  }
}

/** A socket that carried an earlier answer and broke before the first byte of this one. */
function wasStaleSocket(error: Error): boolean {
  const isReset = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  if (error instanceof errors.SocketError) {
    return (error.socket?.bytesRead ?? 0) > 0;
  }
  return isReset;
}

function classify(error: Error, hasAnswered: boolean): UpstreamFailure['code'] {
  if (error instanceof UpstreamTimeoutError || error instanceof errors.ConnectTimeoutError) {
    return 'upstream_timeout';
  }
  return hasAnswered ? 'upstream_failed' : 'upstream_unreachable';
}
