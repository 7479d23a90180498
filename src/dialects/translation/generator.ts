import type { Codec } from '../codec.ts';
import type { CallAddress, Operation } from '../dialect.ts';
import type { Call, Passage } from '../passage.ts';
import type { Counting } from './counting.ts';

/** A dialect in which answers are generated: its codec, and how its upstreams are asked. */
export interface Generator {
  readonly codec: Codec;
  /** The operation of a complete answer. */
  readonly whole: Operation;
  /** The operation of a stream. */
  readonly stream: Operation;
  /** Whether its upstreams answer with a stream even where the answer is wanted whole. */
  readonly streamsAlways: boolean;
  /** The address its upstreams are asked under: nothing of the client's, and events for frames. */
  readonly address: CallAddress;
  /** How its requests are counted; null where nobody counts them. */
  readonly counting: Counting | null;
  /** The codec for a client at this address; a dialect with several framings has one for each. */
  codecFor(address: CallAddress): Codec;
  /** The dialect that this one merely wraps: its clients' bytes go into an envelope, untranslated. */
  readonly wraps: Wrapping | null;
}

/** How a dialect carries another one's bytes. */
export interface Wrapping {
  readonly dialect: string;
  open(call: Call, details: PassageDetails): Passage;
}

/** What a passage needs beside the call, where it does not just pass bytes on. */
export interface PassageDetails {
  /** The upstream's own name of the model. */
  readonly model: string;
  /** Most tokens an answer of the model may have; null when unknown. */
  readonly maxOutputTokens: number | null;
  /** Identifies the answer towards the client, and the request towards the upstream. */
  readonly answerId: string;
  readonly createdAtS: number;
  /** The project of the credential, for an upstream that wants it in the body; absent where there is none. */
  readonly project?: string;
}
