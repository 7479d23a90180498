import type { Secret } from '../core/secret.ts';
import type { Platform } from '../dialects/dialect.ts';

/** A kind of upstream: data and small hooks. A compatible one is a record of its own in one file. */
export interface Provider {
  /** The name operators write in a channel. */
  readonly name: string;
  readonly platform: Platform;
  /**
   * The dialects its upstreams take as they are. What comes in another one is translated into the first.
   */
  readonly dialects: readonly string[];
  /** Used where a channel names no base URL; null where a channel must. */
  readonly defaultBaseUrl: string | null;
  /** The provider's name in the price catalogue; null when its models are priced by the operator alone. */
  readonly catalogueId: string | null;
  /** The environment variable that becomes the first channel when there is none; null for none. */
  readonly environmentKey: string | null;
  /** Whether a channel without a credential serves nothing; a server of one's own may ask for none. */
  readonly needsCredential: boolean;
  /** A free address that answers 200 to a credential that works, under the base URL. */
  readonly probePath: string;
  /** The headers that carry the credential, lower case, flat: name, value, name, value. */
  authHeaders(credential: Secret): readonly string[];
  /** Headers the upstream requires and the gateway adds when the client sent none: name, value, name, value. */
  readonly defaultHeaders: readonly string[];
  /** Whether a request header of the client goes on to the upstream. Names are lower case. */
  forwardsRequestHeader(name: string): boolean;
  /** Whether a response header of the upstream goes back to the client. Names are lower case. */
  returnsResponseHeader(name: string): boolean;
}
