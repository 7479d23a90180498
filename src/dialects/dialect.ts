import type { Measured, PieceCount, PieceKind, Usage } from '../canonical/usage.ts';
import type { Refusal } from '../core/refusal.ts';
import type { FormFields } from './form-body.ts';

/** What a channel speaks. */
export type Platform = 'openai' | 'anthropic' | 'gemini' | 'antigravity';

/** A JSON object as it came from a client: nothing in it is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What the address of a call says, beside its body. */
export interface CallAddress {
  /** The model of a path such as `/v1beta/models/{model}:generateContent`; null where the body names it. */
  readonly model: string | null;
  /** The query without any credential. */
  readonly query: URLSearchParams;
}

/** What routing and money need to know of a call. Everything else of the body passes through unseen. */
export interface CallFacts {
  readonly model: string;
  readonly isStreaming: boolean;
  /** Most output tokens the client allows for one choice; null when it names no limit. */
  readonly maxOutputTokens: number | null;
  /** How many choices are generated, each up to `maxOutputTokens`. */
  readonly choices: number;
  /** Our own count of the input, for settling when the upstream reports none. */
  readonly estimatedInputTokens: number;
  /** An upper bound of the input that is in the body, for the hold. */
  readonly inputTokensCeiling: number;
  /** True when the upstream reads input this body only points to: a stored conversation, a file, an address. */
  readonly hasUnseenInput: boolean;
  /** True when a streaming client itself asked for usage. */
  readonly wantsStreamUsage: boolean;
  /** The most that may be counted by the piece, for the hold; absent for text. */
  readonly piecesCeiling?: readonly PieceCount[];
  /** What is counted by the piece once the upstream has the request, for settling when it reports nothing. */
  readonly estimatedPieces?: readonly PieceCount[];
  /** Our own count of tokens where neither body nor answer tell them, such as pictures and sound; else absent. */
  readonly estimatedUsage?: Usage;
  /** True when the answer is no JSON, such as sound or plain text: it passes unread. */
  readonly hasOpaqueAnswer?: boolean;
}

/** A top-level member of the body to set before it goes upstream, its value as JSON text. */
export interface BodyEdit {
  readonly key: string;
  readonly valueJson: string;
}

/** What becomes of one frame of a stream. */
export type FrameVerdict =
  /** Goes to the client at once. */
  | 'pass'
  /** Is for the gateway alone. */
  | 'hide'
  /** Goes to the client when another frame follows, or after the settlement when none does. */
  | 'hold'
  /** The last frame of a complete answer: goes to the client after the settlement is on disk. */
  | 'last';

/**
 * Watches one stream, frame by frame. A frame is one whole server-sent event with the blank line that
 * closes it, exactly as the upstream sent it (or one element of a JSON array, see `StreamFraming`).
 */
export interface StreamTap {
  /** Reads a frame and says what becomes of it. */
  read(frame: Buffer): FrameVerdict;
  /** The frame as the client gets it, for the last frame read: the same bytes when nothing had to change. */
  rewrite(frame: Buffer): Buffer;
  /** What the upstream counted so far; null when it has reported nothing. */
  measured(): Measured | null;
  /** Output tokens delivered so far by our own count, never below the number of content frames. */
  deliveredOutputTokens(): number;
  /** Whether the stream said everything it had to say; false means that it was cut. */
  isComplete(): boolean;
  /** Whether the upstream reported a failure inside the stream. */
  hasFailed(): boolean;
  /**
   * The bytes that end this stream with the dialect's own in-band error, to follow every frame read so
   * far. What stands there depends on what the stream said before: a sequence number, an open array.
   */
  errorFrame(refusal: Refusal, requestId: string): Buffer;
  /** Called when the upstream closed the stream: what is still to be said to the client, often nothing. */
  close(): Buffer;
}

/** What a tap is told when a stream begins. */
export interface StreamTapOptions {
  /** What is known of the call; absent where the stream of one call is read for another. */
  readonly facts?: CallFacts;
  readonly wantsUsage: boolean;
  /** The decimal USD text of what a usage costs the caller, put beside the usage as `cost`. */
  readonly costOf: (measured: Measured) => string;
}

/**
 * How frames are told apart on the wire: server-sent events, the elements of one JSON array, or the binary
 * messages of an AWS event stream, which a frame reader gives on as the server-sent events they hold.
 */
export type StreamFraming = 'sse' | 'json-array' | 'aws-event-stream';

/** The format of refusals. */
export type RefusalFormat = 'messages' | 'openai' | 'gemini' | 'tasks' | 'image-tasks' | 'flat';

/**
 * One thing a client can ask for in one dialect, such as `chat.completions` or `messages.count_tokens`:
 * everything the pipeline needs to know of it. Pure.
 */
export interface Operation {
  readonly name: string;
  /** The dialect's name, as it stands in routes and logs. */
  readonly dialect: string;
  readonly platform: Platform;
  readonly refusalFormat: RefusalFormat;
  /** False for what costs nothing, such as counting tokens. */
  readonly isBilled: boolean;
  /** True where a model that nobody priced is served for nothing instead of being refused. */
  readonly isFreeUnpriced?: boolean;
  /** What is counted by the piece: a model that is priced by one of these alone is priced. Absent for text. */
  readonly pieceKinds?: readonly PieceKind[];
  /** How a `multipart/form-data` body is read; absent where JSON is all that is taken. */
  readonly form?: FormFields;
  /** True where a client may ask for a task instead of an answer, whether or not it gets one. */
  readonly mayBecomeTask?: boolean;
  /** True where it gets one. */
  readonly becomesTask?: boolean;
  /**
   * Reads what routing and money need.
   * @throws {Refusal} `invalid_request` naming the field that is missing or of a wrong type.
   */
  readFacts(body: JsonObject, address: CallAddress): CallFacts;
  /** The path under the channel's base URL, with the query, for the upstream's name of the model. */
  upstreamPath(upstreamModel: string, facts: CallFacts, address: CallAddress): string;
  /** What has to change in the body for this upstream model; empty when the bytes go as they are. */
  bodyEdits(body: JsonObject, upstreamModel: string, facts: CallFacts): readonly BodyEdit[];
  /** Reads the usage out of a complete answer and puts `cost` beside it. */
  readAnswer(answer: Buffer, costOf: (measured: Measured) => string, facts?: CallFacts): TappedAnswer;
  /** Our own count of the output of a complete answer, for settling when the upstream reports none. */
  estimateAnswerTokens(answer: Buffer): number;
  /** How frames of a stream of this call stand on the wire. */
  streamFraming(address: CallAddress): StreamFraming;
  createStreamTap(options: StreamTapOptions): StreamTap;
  /** Bytes that keep a silent stream alive and mean nothing to the client; null where the dialect has none. */
  readonly heartbeat: Buffer | null;
}

/** A complete answer after the tap. */
export interface TappedAnswer {
  readonly measured: Measured | null;
  /** What the answer comes to by the piece where it reports no usage; absent for text. */
  readonly pieces?: readonly PieceCount[];
  /** The answer for the client. */
  readonly bytes: Buffer;
}
