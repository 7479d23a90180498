import fc from 'fast-check';
import type { Signature } from '../../canonical/index.ts';

/** What a signature can hang on. */
export type SignedKind = 'text' | 'reasoning' | 'call' | 'image';

/** What may occur in what is made up: a dialect that cannot carry something switches it off. */
export interface Features {
  /** The state hung on a part; null for none. */
  readonly signature: (on: SignedKind) => fc.Arbitrary<Signature | null>;
  /** Thinking that is encrypted as a whole. */
  readonly redactedReasoning: boolean;
  readonly reasoning: boolean;
  readonly refusals: boolean;
  readonly citations: boolean;
  readonly cacheMarks: boolean;
  readonly customTools: boolean;
  /** Pictures in user turns and results of tools. */
  readonly images: boolean;
  readonly documents: boolean;
  readonly audio: boolean;
  /** Pictures in results of tools, and results that say the tool failed. */
  readonly richResults: boolean;
  /** Pictures that the model made. */
  readonly generatedImages: boolean;
  readonly logprobs: boolean;
  readonly maxChoices: number;
}

/** Text, reasoning that is hung with the state of a dialect nobody speaks, calls in parallel, refusals. */
export const USUAL_FEATURES: Features = {
  signature: (on) => (on === 'image' ? fc.constant(null) : fc.option(arbitrarySignature('elsewhere'))),
  redactedReasoning: false,
  reasoning: true,
  refusals: false,
  citations: false,
  cacheMarks: false,
  customTools: false,
  images: true,
  documents: true,
  audio: false,
  richResults: false,
  generatedImages: false,
  logprobs: false,
  maxChoices: 1,
};

/** A state of one dialect. */
export function arbitrarySignature(dialect: string): fc.Arbitrary<Signature> {
  return fc.base64String({ minLength: 4, maxLength: 40 }).map((value) => ({ dialect, value }));
}

/** Hangs nothing on anything. */
export function noSignature(): fc.Arbitrary<null> {
  return fc.constant(null);
}
