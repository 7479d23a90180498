import type { CanonicalRequest } from '../../canonical/index.ts';
import type { Target } from '../codec.ts';
import type { JsonObject, Operation } from '../dialect.ts';

/** How the input of a request is counted in a dialect. It costs nothing anywhere. */
export interface Counting {
  /** What its clients count with; null where they have nothing for it. */
  readonly operation: Operation | null;
  /** The request to be counted, inside what such a client sent. */
  requestIn(body: JsonObject): JsonObject;
  /** Where an upstream counts, under the channel's base URL. */
  path(model: string): string;
  /**
   * Asks an upstream to count.
   * @throws {CannotCarryError} as the codec of the dialect does.
   */
  buildBody(request: CanonicalRequest, target: Target): JsonObject;
  /** The tokens an upstream counted; null when its answer does not say. */
  readTokens(answer: JsonObject): number | null;
  /** The answer for a client. */
  answer(tokens: number): JsonObject;
}
