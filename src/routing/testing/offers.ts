import { Secret } from '../../core/secret.ts';
import { findProvider } from '../../providers/index.ts';
import { retryPolicy } from '../retry-policy.ts';
import type { Channel, Offer } from '../snapshot.ts';

/** A channel of some provider; called `a` with one credential unless said otherwise. */
export function testChannel(
  name: string,
  fields: Partial<Omit<Channel, 'credentials'>> & { readonly credentials?: readonly string[] } = {},
): Channel {
  const provider = findProvider('openai');
  if (provider === undefined) {
    throw new Error('there is no such provider');
  }
  return {
    id: `chan_${name}`,
    name,
    provider,
    baseUrl: 'http://127.0.0.1',
    priority: 0,
    weight: 1,
    concurrency: 0,
    credentialConcurrency: 0,
    allowPrivate: true,
    isOwn: false,
    ...fields,
    credentials: (fields.credentials ?? [`${name}-key`]).map((text) => new Secret(text)),
  };
}

/** The offer of a model on a channel. */
export function testOffer(channel: Channel, upstreamModel = 'm'): Offer {
  return {
    channel,
    upstreamModel,
    price: null,
    costPrice: null,
    multiplierPpm: 1_000_000,
    contextWindow: null,
    maxOutputTokens: null,
    retry: retryPolicy(null, null),
    timeouts: {},
  };
}
