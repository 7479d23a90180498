import type { Citation, ImagePart, Signature } from './parts.ts';
import type { CanonicalError, Finish, TokenLogprob } from './response.ts';
import type { Measured } from './usage.ts';

/**
 * What happens in a stream, in the middle language. The order is a grammar:
 *
 *     start (part-start part-delta* part-end | logprobs | finish | usage)* end
 *     start … error            — the upstream failed in the stream; nothing follows
 *
 * Parts of one choice do not overlap; parts of different choices may. A part is numbered by `part`,
 * counting from zero in each choice. Every choice that had a part has one `finish`, after its last part.
 * `usage` may come at any place and more than once; the last one counts.
 */
export type CanonicalEvent =
  | { readonly type: 'start'; readonly id: string | null }
  | {
      readonly type: 'part-start';
      readonly choice: number;
      readonly part: number;
      readonly content: OpenedPart;
    }
  | { readonly type: 'part-delta'; readonly choice: number; readonly part: number; readonly delta: PartDelta }
  | { readonly type: 'part-end'; readonly choice: number; readonly part: number }
  | { readonly type: 'logprobs'; readonly choice: number; readonly tokens: readonly TokenLogprob[] }
  | { readonly type: 'finish'; readonly choice: number; readonly finish: Finish }
  | { readonly type: 'usage'; readonly measured: Measured }
  | { readonly type: 'end' }
  | { readonly type: 'error'; readonly error: CanonicalError };

/** What is known of a part when it begins. */
export type OpenedPart =
  | { readonly type: 'text' }
  | { readonly type: 'reasoning'; readonly isRedacted: boolean }
  | { readonly type: 'refusal' }
  | {
      readonly type: 'tool-call';
      readonly id: string;
      readonly name: string;
      readonly kind: 'function' | 'custom';
    }
  /** A picture comes whole: no delta follows. */
  | { readonly type: 'image'; readonly image: ImagePart };

/** What is added to an open part. */
export type PartDelta =
  /** Text of a text, reasoning or refusal part; for a tool call the next piece of its input. */
  | { readonly type: 'text'; readonly text: string }
  /** Comes at most once for a part, and whole. */
  | { readonly type: 'signature'; readonly signature: Signature }
  | { readonly type: 'citation'; readonly citation: Citation };
