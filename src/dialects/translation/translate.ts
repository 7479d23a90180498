import type { CanonicalEvent, CanonicalRequest, Measured } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import {
  type AnswerContext,
  CannotCarryError,
  type Codec,
  MalformedAnswerError,
  type ParsedRequest,
  type Target,
} from '../codec.ts';
import type { CallAddress, JsonObject, StreamFraming, StreamTap, TappedAnswer } from '../dialect.ts';
import { isErrorAnswer } from '../error-answer.ts';
import { isJsonObject } from '../field-checks.ts';
import type { Call, ClientError, Passage } from '../passage.ts';
import type { Generator } from './generator.ts';
import { createCustomCallRestorer, customToolNames, restoreCustomCalls } from './restore-custom-calls.ts';
import { createTranslatedStreamTap } from './translated-stream-tap.ts';

/** What a translation needs beside the call. */
export interface TranslationDetails extends Target {
  /** Identifies the answer towards the client. */
  readonly answerId: string;
  readonly createdAtS: number;
}

/**
 * The passage of a call to an upstream of another dialect, through the middle language.
 * @throws {Refusal} `invalid_request` naming what is malformed, or what the upstream's dialect has no word
 *   for and whose loss would change the meaning.
 */
export function translate(
  call: Call,
  client: Generator,
  upstream: Generator,
  details: TranslationDetails,
): Passage {
  try {
    return new Translated(call, client, upstream, details);
  } catch (error) {
    throw error instanceof CannotCarryError ? refusalFor(error, client.codec) : error;
  }
}

/** The address an upstream is asked under: nothing of the client's, and events for frames. */
const UPSTREAM_ADDRESS: CallAddress = { model: null, query: new URLSearchParams('alt=sse') };

class Translated implements Passage {
  readonly route: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: readonly string[];
  readonly dropped: readonly string[];
  readonly framing: StreamFraming;
  readonly contentType: string;
  readonly heartbeat: Buffer | null;
  readonly #call: Call;
  readonly #client: Codec;
  readonly #upstream: Generator;
  readonly #request: CanonicalRequest;
  readonly #details: TranslationDetails;

  constructor(call: Call, client: Generator, upstream: Generator, details: TranslationDetails) {
    const { isStreaming } = call.facts;
    const operation = isStreaming ? upstream.stream : upstream.whole;
    const parsed = client.codecFor(call.address).parseRequest(call.body, call.address);
    const built = upstream.codec.buildRequest(parsed.request, details);
    this.#call = call;
    this.#client = client.codecFor(call.address);
    this.#upstream = upstream;
    this.#request = parsed.request;
    this.#details = details;
    this.route = `${client.codec.dialect}→${upstream.codec.dialect}`;
    this.path = operation.upstreamPath(details.model, call.facts, UPSTREAM_ADDRESS);
    this.body = Buffer.from(JSON.stringify(built.body));
    this.headers = built.headers;
    this.dropped = droppedFields(parsed, built.dropped, client.codec);
    this.framing = operation.streamFraming(UPSTREAM_ADDRESS);
    const isEventStream = isStreaming && call.operation.streamFraming(call.address) === 'sse';
    this.contentType = isEventStream ? 'text/event-stream; charset=utf-8' : 'application/json';
    this.heartbeat = isEventStream ? call.operation.heartbeat : null;
  }

  readAnswer(answer: Buffer, costOf: (measured: Measured) => string): TappedAnswer {
    if (isErrorAnswer(answer)) {
      throw new MalformedAnswerError('the upstream answered an error in spite of its status');
    }
    const response = this.#upstream.codec.parseResponse(parseAnswer(answer), this.#request);
    const restored = restoreCustomCalls(response, customToolNames(this.#request));
    const body = this.#client.buildResponse(restored, this.#context(costOf, true));
    return { measured: response.measured, bytes: Buffer.from(JSON.stringify(body)) };
  }

  estimateAnswerTokens(answer: Buffer): number {
    return this.#upstream.whole.estimateAnswerTokens(answer);
  }

  createStreamTap({ wantsUsage, costOf }: Parameters<Passage['createStreamTap']>[0]): StreamTap {
    const restore: (event: CanonicalEvent) => readonly CanonicalEvent[] = createCustomCallRestorer(
      customToolNames(this.#request),
    );
    return createTranslatedStreamTap({
      streamIn: this.#upstream.codec.createStreamIn(this.#request),
      streamOut: this.#client.createStreamOut(this.#context(costOf, wantsUsage)),
      restore,
    });
  }

  readError(status: number, body: Buffer, retryAfterS: number | null): ClientError {
    const error = this.#upstream.codec.parseError(status, parseLoosely(body), retryAfterS);
    const built = this.#client.buildError(error, `req_${this.#details.answerId}`);
    return { status: built.status, body: Buffer.from(JSON.stringify(built.body)) };
  }

  #context(costOf: (measured: Measured) => string, wantsUsage: boolean): AnswerContext {
    const { answerId, createdAtS } = this.#details;
    const { model } = this.#call.facts;
    return { answerId, model, createdAtS, request: this.#request, wantsUsage, costOf };
  }
}

function droppedFields(parsed: ParsedRequest, fields: readonly (keyof Codec['fieldNames'])[], client: Codec) {
  return [...new Set([...parsed.dropped, ...fields.map((field) => client.fieldNames[field])])];
}

function refusalFor(error: CannotCarryError, client: Codec) {
  const place = error.field === null ? (error.at ?? '') : client.fieldNames[error.field];
  return invalidField(place, error.message);
}

function parseAnswer(answer: Buffer): JsonObject {
  const value = parseLoosely(answer);
  if (!isJsonObject(value)) {
    throw new MalformedAnswerError('the answer is not a JSON object');
  }
  return value;
}

/** Errors of proxies and load balancers are often no JSON at all; then their text is all there is. */
function parseLoosely(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
