import type { Codec } from '../codec.ts';
import type { CallAddress, Operation } from '../dialect.ts';

/** A dialect in which answers are generated: its codec, and how its upstreams are asked. */
export interface Generator {
  readonly codec: Codec;
  /** The operation of a complete answer. */
  readonly whole: Operation;
  /** The operation of a stream. */
  readonly stream: Operation;
  /** The codec for a client at this address; dialects with several framings have one for each. */
  codecFor(address: CallAddress): Codec;
}
