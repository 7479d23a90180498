import type { JsonObject } from '../dialect.ts';

/**
 * What stands around a request to Google's Cloud Code API. It is no public interface: the shape is what its
 * clients are seen to send. Nothing here pretends to be one of them.
 */
export interface Envelope {
  /** The upstream's own name of the model. */
  readonly model: string;
  /** The Cloud project of the credential; absent where the account has none. */
  readonly project?: string;
  /** Identifies the request at the upstream. */
  readonly requestId?: string;
}

/** What the gateway calls itself. */
const USER_AGENT = 'turnpike';

/** The members beside `request`, in the order they are sent. */
export function envelopeWords({ model, project, requestId }: Envelope): JsonObject {
  return {
    ...(project === undefined ? {} : { project }),
    ...(requestId === undefined ? {} : { requestId }),
    userAgent: USER_AGENT,
    requestType: 'agent',
    model,
  };
}
