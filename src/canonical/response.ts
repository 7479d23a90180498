import type { AssistantPart } from './parts.ts';
import type { Measured } from './usage.ts';

/** A complete answer in the middle language. */
export interface CanonicalResponse {
  /** The upstream's own id of the answer; null where it gives none. */
  readonly id: string | null;
  readonly choices: readonly Choice[];
  /** Null where the upstream counted nothing. */
  readonly measured: Measured | null;
}

/** One of the answers; most dialects know exactly one. */
export interface Choice {
  readonly index: number;
  readonly parts: readonly AssistantPart[];
  readonly finish: Finish;
  readonly logprobs: readonly TokenLogprob[] | null;
}

/** Why a model stopped. */
export type FinishReason =
  /** It was done. */
  | 'stop'
  | 'stop-sequence'
  | 'tool-calls'
  /** The limit of output tokens was reached. */
  | 'length'
  /** The context window was full. */
  | 'context-full'
  | 'content-filter'
  /** The model itself said no. */
  | 'refusal'
  /** A tool the upstream runs takes long; the client sends the conversation again to go on. */
  | 'pause'
  /** The upstream says it went wrong: a malformed call, an unexpected one. */
  | 'failed';

/** Why it stopped and on which stop sequence. */
export interface Finish {
  readonly reason: FinishReason;
  readonly stopSequence: string | null;
  /** The upstream's own words, where it has some. */
  readonly explanation: string | null;
}

/** How likely a token was, and what else it could have been. Logarithms to base e. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

/** What kind of trouble an upstream reports, whatever its words. */
export type UpstreamErrorKind =
  | 'invalid-request'
  | 'context-length'
  | 'content-filter'
  | 'bad-signature'
  | 'authentication'
  | 'permission'
  | 'billing'
  | 'not-found'
  | 'too-large'
  | 'rate-limit'
  | 'overloaded'
  | 'timeout'
  | 'server';

/** An error of an upstream in the middle language. */
export interface CanonicalError {
  readonly kind: UpstreamErrorKind;
  /** The HTTP status it came with, or would have come with. */
  readonly status: number;
  /** The upstream's own sentence. Credentials and hosts are taken out of it before a client reads it. */
  readonly message: string;
  /** The upstream's own code; null where it has none. */
  readonly code: string | null;
  /** Seconds after which trying again makes sense; null where it does not say. */
  readonly retryAfterS: number | null;
}
