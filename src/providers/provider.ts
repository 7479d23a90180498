import type { Secret } from '../core/secret.ts';
import type { Platform } from '../dialects/dialect.ts';
import type { Proof } from './proof.ts';

/** A kind of upstream: data and small hooks. A compatible one is a record of its own in one file. */
export interface Provider {
  /** The name operators write in a channel. */
  readonly name: string;
  readonly platform: Platform;
  /**
   * The dialects its upstreams take as they are. What comes in another one is translated into the
   * first of them that can carry it.
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
  /** A free address that tells a credential that works from one that does not, under the base URL. */
  readonly probePath: string;
  /** What is posted there, as JSON; null where a GET will do. */
  readonly probeBody: string | null;
  /** Whether a status of such a request shows that the credential works. */
  probeProves(status: number): boolean;
  /** Whether a model of the catalogue's list for this provider is one that its channels serve. */
  servesModel(name: string): boolean;
  /** Where the path of an operation stands under the base URL of this provider's channels. */
  pathFor(path: string): string;
  /** What is wrong with the form of a credential, to end the sentence "the credential …"; null for nothing. */
  credentialProblem(credential: Secret): string | null;
  /** What a credential proves itself by where it is not sent itself; null where `authHeaders` says it all. */
  proofOf(credential: Secret): Proof | null;
  /** The project a credential works for, where its upstream wants that in the body; else null. */
  projectOf(credential: Secret): string | null;
  /** The headers that carry the credential, lower case, flat: name, value, name, value. */
  authHeaders(credential: Secret): readonly string[];
  /** Headers the upstream requires and the gateway adds when the client sent none: name, value, name, value. */
  readonly defaultHeaders: readonly string[];
  /** Whether a request header of the client goes on to the upstream. Names are lower case. */
  forwardsRequestHeader(name: string): boolean;
  /** Whether a response header of the upstream goes back to the client. Names are lower case. */
  returnsResponseHeader(name: string): boolean;
}
