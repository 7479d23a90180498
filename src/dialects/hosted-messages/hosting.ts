import type { JsonObject, StreamFraming } from '../dialect.ts';

/** How a cloud serves Messages: the same bodies at other addresses, with some members elsewhere. */
export interface Hosting {
  /** The dialect's name, as it stands in routes and logs. */
  readonly dialect: string;
  /** What the body says as `anthropic_version`. */
  readonly version: string;
  /** Members of a Messages body that the address says instead. */
  readonly inAddress: ReadonlySet<string>;
  /** Where betas are asked for: in the header of that name as everywhere, or in the body. */
  readonly betas: 'header' | 'body';
  readonly framing: StreamFraming;
  /** Under the channel's base URL. */
  path(model: string, isStreaming: boolean): string;
  /** Where tokens are counted, of which body, and what the answer calls them. */
  readonly counting: {
    path(model: string): string;
    body(messages: JsonObject, hosted: JsonObject): JsonObject;
    readonly tokens: string;
  };
}
