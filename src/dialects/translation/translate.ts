import type { CanonicalEvent, CanonicalRequest, CanonicalResponse, Measured } from '../../canonical/index.ts';
import { parseAnswer } from '../answer-json.ts';
import { type AnswerContext, type Codec, MalformedAnswerError, type ParsedRequest } from '../codec.ts';
import type { StreamFraming, StreamTap, TappedAnswer } from '../dialect.ts';
import { isErrorAnswer } from '../error-answer.ts';
import type { Call, ClientError, Passage } from '../passage.ts';
import { collectStream } from './collect-response.ts';
import type { Generator, PassageDetails } from './generator.ts';
import { carried } from './refused-field.ts';
import { createCustomCallRestorer, customToolNames, restoreCustomCalls } from './restore-custom-calls.ts';
import { errorReader } from './translated-error.ts';
import { createTranslatedStreamTap } from './translated-stream-tap.ts';

/**
 * The passage of a call to an upstream of another dialect, through the middle language.
 * @throws {Refusal} `invalid_request` naming what is malformed, or what the upstream's dialect has no word
 *   for and whose loss would change the meaning.
 */
export function translate(
  call: Call,
  client: Generator,
  upstream: Generator,
  details: PassageDetails,
): Passage {
  return carried(client.codec, () => new Translated(call, client, upstream, details));
}

class Translated implements Passage {
  readonly answer = null;
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
  readonly #details: PassageDetails;

  constructor(call: Call, client: Generator, upstream: Generator, details: PassageDetails) {
    const { isStreaming } = call.facts;
    const operation = isStreaming ? upstream.stream : upstream.whole;
    this.#client = client.codecFor(call.address);
    const parsed = this.#client.parseRequest(call.body, call.address);
    this.#request = { ...parsed.request, isStreaming };
    const { answerId: requestId } = details;
    const built = upstream.codec.buildRequest(this.#request, { ...details, requestId });
    this.#call = call;
    this.#upstream = upstream;
    this.#details = details;
    this.route = `${client.codec.dialect}→${upstream.codec.dialect}`;
    this.path = operation.upstreamPath(details.model, call.facts, upstream.address);
    this.body = Buffer.from(JSON.stringify(built.body));
    this.headers = built.headers;
    this.dropped = droppedFields(parsed, built.dropped, client.codec);
    this.framing = operation.streamFraming(upstream.address);
    const isEventStream = isStreaming && call.operation.streamFraming(call.address) === 'sse';
    this.contentType = isEventStream ? 'text/event-stream; charset=utf-8' : 'application/json';
    this.heartbeat = isEventStream ? call.operation.heartbeat : null;
  }

  readAnswer(answer: Buffer, costOf: (measured: Measured) => string): TappedAnswer {
    const response = this.#parse(answer);
    const restored = restoreCustomCalls(response, customToolNames(this.#request));
    const body = this.#client.buildResponse(restored, this.#context(costOf, true));
    return { measured: response.measured, bytes: Buffer.from(JSON.stringify(body)) };
  }

  #parse(answer: Buffer): CanonicalResponse {
    const { codec, streamsAlways } = this.#upstream;
    if (streamsAlways) {
      return collectStream(answer, this.framing, codec.createStreamIn(this.#request));
    }
    if (isErrorAnswer(answer)) {
      throw new MalformedAnswerError('the upstream answered an error in spite of its status');
    }
    return codec.parseResponse(parseAnswer(answer), this.#request);
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
    const { answerId } = this.#details;
    const read = errorReader(this.#upstream.codec.parseError, this.#client.buildError, answerId);
    return read(status, body, retryAfterS);
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
