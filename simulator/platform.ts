import type { IncomingHttpHeaders } from 'node:http';
import type { Job, Jobs } from './jobs/jobs.ts';
import type { JsonObject } from './json-shape.ts';
import type { StoredAnswers } from './openai/stored-responses.ts';
import type { Pace } from './pace.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { Media, Tokens } from './tokens.ts';

/** What one request asks of a platform, with everything that is needed to answer it. */
export type Call = {
  readonly requestId: string;
  readonly method: string;
  /** The path behind the platform's base path, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON body, or an empty object where there was none. Undefined when the body was no JSON object. */
  readonly body: JsonObject | undefined;
  /** The body as it came, for what is no JSON. */
  readonly bytes: Buffer;
  readonly atMs: number;
  /** True when a fault says that the answer carries no usage. */
  readonly omitUsage: boolean;
  readonly pace: Pace;
  readonly promptCache: PromptCache;
  /** Responses that clients may come back to. */
  readonly storedAnswers: StoredAnswers;
  /** Work that is not done at once. */
  readonly jobs: Jobs;
  /** Tells whoever asked for it how a job goes on. */
  callBack(job: Job): void;
};

/** Tokens that one piece of a stream stands for. */
export type Generated = {
  readonly output: number;
  readonly reasoning: number;
  readonly audioOutput: number;
  readonly imageOutput?: number;
};

/** One event of a stream as it goes on the wire; `generated` is set when it carries content. */
export type Frame = { readonly text: string; readonly generated: Generated | undefined };

/** What a request is charged for: the prompt when the work starts, the rest as it is generated. */
export type Charge = {
  /** Which endpoint served it, such as `chat` or `messages`. */
  readonly kind: string;
  readonly model: string;
  readonly prompt: Readonly<Tokens>;
  /** What is counted by the piece; it is charged whole when the work starts. */
  readonly media?: Readonly<Partial<Media>>;
};

/** An answer that is ready before its first byte goes out. */
export type WholeReply = {
  readonly type: 'whole';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** JSON when nothing else is said. */
  readonly contentType?: string;
  readonly charge?: Charge;
  readonly generated?: Generated;
  /** Steps in which the pace lets the answer be generated. */
  readonly chunks?: number;
};

/** An answer that is written piece by piece. */
export type StreamReply = {
  readonly type: 'stream';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly frames: Iterable<Frame>;
  readonly charge: Charge;
};

/** What a platform answers. */
export type Reply = WholeReply | StreamReply;

/** One provider as the simulator plays it. A new one is a folder with such a record. */
export type Platform = {
  readonly name: string;
  /** The path under which it is served, without a slash at the end. */
  readonly basePath: string;
  /** The credential as it was sent, without its scheme, or an empty text. */
  credentialOf(headers: IncomingHttpHeaders, query: string): string;
  /** The model a request names, or an empty text. */
  modelOf(path: string, body: JsonObject | undefined): string;
  /** Answers a request. Throws `Refusal` for what the real provider refuses. */
  answer(call: Call, credential: string): Reply;
  /** An error body in the provider's own shape. */
  refuse(refusal: Refusal, requestId: string): WholeReply;
  /** An error inside a stream that began well, in the provider's own shape. */
  inBandError(requestId: string): string;
};

/** A request that the real provider refuses; the platform gives it its own shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, param: string | null = null, code: string | null = null) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.param = param;
    this.code = code;
  }
}

/** The token in `Authorization: Bearer …`, or an empty text for any other form. */
export function bearerOf(headers: IncomingHttpHeaders): string {
  const value = headers.authorization ?? '';
  return /^bearer +\S/i.test(value) ? value.slice('bearer '.length).trim() : '';
}

/** The JSON object of a request. Throws `Refusal` 400 when the body was none. */
export function bodyOf(call: Call): JsonObject {
  if (call.body === undefined) throw new Refusal(400, 'We could not parse the JSON body of your request.');
  return call.body;
}

/** A frame that carries no content: an opening, a closing, a count. */
export function bareFrame(text: string): Frame {
  return { text, generated: undefined };
}

/** A 200 with a JSON body that is not charged. */
export function freeReply(value: unknown): WholeReply {
  return { type: 'whole', status: 200, body: JSON.stringify(value) };
}

/** Output tokens alone. */
export function outputOf(output: number): Generated {
  return { output, reasoning: 0, audioOutput: 0 };
}

/** Image tokens alone. */
export function imageOutputOf(imageOutput: number): Generated {
  return { output: 0, reasoning: 0, audioOutput: 0, imageOutput };
}

/** Reasoning tokens alone. */
export function reasoningOf(reasoning: number): Generated {
  return { output: 0, reasoning, audioOutput: 0 };
}
