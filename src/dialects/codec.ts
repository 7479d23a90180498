import type {
  CanonicalError,
  CanonicalEvent,
  CanonicalField,
  CanonicalRequest,
  CanonicalResponse,
  Measured,
} from '../canonical/index.ts';
import type { CallAddress, JsonObject } from './dialect.ts';

/**
 * One dialect, both ways: what its clients send into the middle language, and what an upstream that
 * speaks it needs out of it; the same for answers and streams. Pure. A codec is used only where the
 * dialects of client and upstream differ: between equals bytes pass as they are.
 *
 * Tolerant in, exact out. What a codec cannot carry it never loses silently: where the meaning would
 * change it throws `CannotCarryError`; what only tunes it names in `dropped`.
 */
export interface Codec {
  readonly dialect: string;
  /** What the settings of the middle are called in a body of this dialect: `max_tokens`. */
  readonly fieldNames: Readonly<Record<CanonicalField, string>>;
  /**
   * Reads a client's request.
   * @throws {Refusal} `invalid_request` naming the field that is malformed; {CannotCarryError} for what the
   *   middle language has no word for and which changes the meaning.
   */
  parseRequest(body: JsonObject, address: CallAddress): ParsedRequest;
  /**
   * Writes the request for an upstream.
   * @throws {CannotCarryError} for what this dialect has no word for and which changes the meaning.
   */
  buildRequest(request: CanonicalRequest, target: Target): BuiltRequest;
  /** Reads a complete answer of an upstream. @throws {MalformedAnswerError} */
  parseResponse(answer: JsonObject, request: CanonicalRequest): CanonicalResponse;
  /** Writes a complete answer for a client. */
  buildResponse(response: CanonicalResponse, context: AnswerContext): JsonObject;
  /** Reads one stream of an upstream. */
  createStreamIn(request: CanonicalRequest): StreamIn;
  /** Writes one stream for a client. */
  createStreamOut(context: AnswerContext): StreamOut;
  /** Reads an error of an upstream: the status of its answer, and its body, parsed where it is JSON. */
  parseError(status: number, body: unknown, retryAfterS: number | null): CanonicalError;
  /** Writes an upstream's error for a client, its meaning kept (context length, rate limit, overload, …). */
  buildError(
    error: CanonicalError,
    requestId: string,
  ): { readonly status: number; readonly body: JsonObject };
}

/** A request as it was read. */
export interface ParsedRequest {
  readonly request: CanonicalRequest;
  /** Fields of the body that only tune and have no word in the middle, as the caller wrote them. */
  readonly dropped: readonly string[];
}

/** A request as it goes out. */
export interface BuiltRequest {
  readonly body: JsonObject;
  /** Settings that only tune and have no word in this dialect. */
  readonly dropped: readonly CanonicalField[];
  /** Request headers that must go with the body (`anthropic-beta`), flat: name, value, name, value. */
  readonly headers: readonly string[];
}

/** What a request is written for. */
export interface Target {
  /** The upstream's own name of the model. */
  readonly model: string;
  /** Most tokens an answer of the model may have; null when unknown. */
  readonly maxOutputTokens: number | null;
  /** Identifies the request at an upstream whose body has a place for that. */
  readonly requestId?: string;
  /** The project of the credential at an upstream whose body names one. */
  readonly project?: string;
}

/** What an answer is written with. */
export interface AnswerContext {
  /** Identifies the answer towards the client: letters and digits, without the dialect's own prefix. */
  readonly answerId: string;
  /** The model as the client called it. */
  readonly model: string;
  readonly createdAtS: number;
  /** What was asked for; some dialects repeat it. */
  readonly request: CanonicalRequest;
  /** Whether a streaming client asked for usage; others always get it. */
  readonly wantsUsage: boolean;
  /** The decimal USD text put beside the usage as `cost`. */
  readonly costOf: (measured: Measured) => string;
}

/** Turns the frames of one upstream stream into events that keep the grammar of `CanonicalEvent`. */
export interface StreamIn {
  /**
   * Reads one frame: a whole server-sent event with its closing blank line, or one element of a JSON array.
   * @throws {MalformedAnswerError}
   */
  read(frame: Buffer): readonly CanonicalEvent[];
  /**
   * Called when the upstream closed the stream: what is still to be said. Ends with `end` where the stream
   * was whole, and without it where it was cut.
   */
  close(): readonly CanonicalEvent[];
}

/** Turns events into the bytes of one client stream. */
export interface StreamOut {
  /** The bytes of an event, empty where it says nothing to the client. `end` and `error` close the stream. */
  write(event: CanonicalEvent): string;
}

/**
 * Something the target dialect has no word for, whose loss would change what the request means. `at` is
 * where it stood in the caller's body; null where `field` names a setting instead.
 */
export class CannotCarryError extends Error {
  override readonly name = 'CannotCarryError';
  readonly at: string | null;
  readonly field: CanonicalField | null;

  /** `reason` ends the sentence "`messages[0].content[1]` …": `is a sound, which this model cannot take`. */
  constructor(where: { readonly at: string } | { readonly field: CanonicalField }, reason: string) {
    super(reason);
    this.at = 'at' in where ? where.at : null;
    this.field = 'field' in where ? where.field : null;
  }
}

/** An upstream answered something that is not its dialect. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}
