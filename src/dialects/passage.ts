import type { Measured } from '../canonical/index.ts';
import type { Member } from '../core/json-members.ts';
import type { Form } from '../core/multipart.ts';
import type {
  CallAddress,
  CallFacts,
  JsonObject,
  Operation,
  StreamFraming,
  StreamTap,
  StreamTapOptions,
  TappedAnswer,
} from './dialect.ts';

/** What a client asked for: the bytes as they came, and what we understood of them. */
export interface Call {
  readonly operation: Operation;
  readonly address: CallAddress;
  readonly bytes: Buffer;
  readonly body: JsonObject;
  /** Where the top-level members of the body stand in the bytes. */
  readonly members: ReadonlyMap<string, Member>;
  readonly facts: CallFacts;
  /** Where the parts of a `multipart/form-data` body stand; absent where the body is JSON. */
  readonly form?: Form;
}

/**
 * How one call goes to one upstream and its answer comes back: as the bytes they are where both speak
 * the same dialect (`pass-through.ts`), translated where they do not (`translation/`). The pipeline does
 * not know which. Pure.
 */
export interface Passage {
  /** `pass-through`, or the two dialects: `openai-chat→anthropic-messages`. */
  readonly route: string;
  /** Under the channel's base URL, with the query. */
  readonly path: string;
  readonly body: Buffer;
  /** The whole answer where no upstream has to be asked for it; else null. */
  readonly answer: Buffer | null;
  /** Headers that belong to the body, lower case, flat: name, value, name, value. */
  readonly headers: readonly string[];
  /** What of the caller's body only tuned and was left out, as the caller wrote it. */
  readonly dropped: readonly string[];
  /** How frames of the upstream's stream stand on the wire. */
  readonly framing: StreamFraming;
  /** The content type of the client's answer where it is not the upstream's own; else null. */
  readonly contentType: string | null;
  /** Bytes that keep a silent stream alive and mean nothing to the client; null where there are none. */
  readonly heartbeat: Buffer | null;
  /**
   * Reads the usage out of a complete answer and makes the client's answer of it.
   * @throws {MalformedAnswerError} when it is not the upstream's dialect.
   * @throws {Refusal} when there is nothing in it to give to the client.
   */
  readAnswer(answer: Buffer, costOf: (measured: Measured) => string): TappedAnswer;
  /** Our own count of the output of a complete answer, for settling when the upstream reports none. */
  estimateAnswerTokens(answer: Buffer): number;
  createStreamTap(options: StreamTapOptions): StreamTap;
  /** The client's answer to an error of the upstream; null where the upstream's own bytes will do. */
  readError(status: number, body: Buffer, retryAfterS: number | null): ClientError | null;
}

/** An upstream's error in the caller's own dialect. */
export interface ClientError {
  readonly status: number;
  readonly body: Buffer;
}

/** The name of the route where nothing is translated. */
export const PASS_THROUGH = 'pass-through';
