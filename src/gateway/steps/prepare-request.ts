import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../../core/refusal.ts';
import type { Passage } from '../../dialects/index.ts';
import type { Candidate, Channel, Offer } from '../../routing/index.ts';
import type { UpstreamRequest } from '../../upstream/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/** How long an upstream may take. */
export interface AttemptTimeouts {
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/**
 * A model may think for minutes before its first byte, so these bounds are far beyond the five minutes
 * that cut long generations elsewhere.
 */
export const USUAL_TIMEOUTS: AttemptTimeouts = {
  firstByteTimeoutMs: 600_000,
  idleTimeoutMs: 300_000,
  totalTimeoutMs: 3_600_000,
};

/**
 * What goes to the upstream: the body of the passage, the headers the provider lets through, and the
 * account's own credential. At once, unless something has to be fetched or computed for the credential.
 * @throws {Refusal} `no_channel_available` when the channel lacks a credential that its provider needs, or
 *   no token is given for it: a request never goes out with the client's instead.
 */
export function prepareRequest(
  passage: Passage,
  { offer, account }: Candidate,
  clientHeaders: IncomingHttpHeaders,
  deps: Pick<GatewayDeps, 'timeouts' | 'credentialHeaders' | 'log'>,
): UpstreamRequest | Promise<UpstreamRequest> {
  const { channel } = offer;
  const { credential } = account;
  if (credential === null && channel.provider.needsCredential) {
    throw new Refusal('no_channel_available');
  }
  const usual = deps.timeouts;
  const request = {
    method: 'POST' as const,
    path: channel.provider.pathFor(passage.path),
    headers: upstreamHeaders(offer, passage, clientHeaders),
    body: passage.body,
    firstByteTimeoutMs: offer.timeouts.firstByteTimeoutMs ?? usual.firstByteTimeoutMs,
    idleTimeoutMs: offer.timeouts.idleTimeoutMs ?? usual.idleTimeoutMs,
    totalTimeoutMs: offer.timeouts.totalTimeoutMs ?? usual.totalTimeoutMs,
  };
  if (credential === null) {
    return request;
  }
  const carrying = deps.credentialHeaders.headersFor(channel, credential, request);
  if (carrying instanceof Promise) {
    return carrying.then((headers) => withHeaders(request, headers), unusable(channel, deps));
  }
  return withHeaders(request, carrying);
}

function withHeaders(request: UpstreamRequest, headers: readonly string[]): UpstreamRequest {
  request.headers.push(...headers);
  return request;
}

/** That a credential cannot be used is the operator's trouble, who finds the reason in the log. */
function unusable({ id }: Channel, { log }: Pick<GatewayDeps, 'log'>): (cause: unknown) => never {
  return (cause) => {
    log.warn({ channel: id, err: cause }, 'a credential could not be used');
    throw new Refusal('no_channel_available', { cause, retryAfterS: 5 });
  };
}

function upstreamHeaders({ channel }: Offer, passage: Passage, clientHeaders: IncomingHttpHeaders): string[] {
  const { provider } = channel;
  // Answers must come uncompressed, because the tap reads them as they pass.
  const headers = ['accept-encoding', 'identity', ...passage.headers];
  if (!passage.headers.includes('content-type')) {
    headers.push('content-type', 'application/json');
  }
  for (const name in clientHeaders) {
    const value = clientHeaders[name];
    if (typeof value === 'string' && name !== 'content-type' && provider.forwardsRequestHeader(name)) {
      headers.push(name, value);
    }
  }
  const { defaultHeaders } = provider;
  for (let at = 0; at < defaultHeaders.length; at += 2) {
    const [name = '', value = ''] = defaultHeaders.slice(at, at + 2);
    if (clientHeaders[name] === undefined) {
      headers.push(name, value);
    }
  }
  return headers;
}
