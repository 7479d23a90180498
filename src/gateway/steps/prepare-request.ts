import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../../core/refusal.ts';
import type { Passage } from '../../dialects/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { UpstreamRequest } from '../../upstream/index.ts';

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
 * channel's own credential.
 * @throws {Refusal} `no_channel_available` when the channel lacks a credential that its provider needs: a
 *   request never goes out with the client's instead.
 */
export function prepareRequest(
  passage: Passage,
  offer: Offer,
  clientHeaders: IncomingHttpHeaders,
  timeouts: AttemptTimeouts,
): UpstreamRequest {
  const [credential] = offer.channel.credentials;
  if (credential === undefined && offer.channel.provider.needsCredential) {
    throw new Refusal('no_channel_available');
  }
  return {
    method: 'POST',
    path: passage.path,
    headers: upstreamHeaders(offer, passage, clientHeaders, credential),
    body: passage.body,
    ...timeouts,
  };
}

function upstreamHeaders(
  { channel }: Offer,
  passage: Passage,
  clientHeaders: IncomingHttpHeaders,
  credential: Offer['channel']['credentials'][number] | undefined,
): string[] {
  const { provider } = channel;
  // Answers must come uncompressed, because the tap reads them as they pass.
  const headers = ['content-type', 'application/json', 'accept-encoding', 'identity', ...passage.headers];
  if (credential !== undefined) {
    headers.push(...provider.authHeaders(credential));
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
