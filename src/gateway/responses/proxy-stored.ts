import type { KeyAccess } from '../../keys/index.ts';
import type { UpstreamResponse } from '../../responses/index.ts';
import type { Channel } from '../../routing/index.ts';
import type { UpstreamRequest } from '../../upstream/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { poolsOf } from '../steps/candidates.ts';
import { requireGroup } from '../steps/resolve-model.ts';
import { responseNotFound } from './not-found.ts';
import { relayStored } from './relay-stored.ts';
import type { StoredAction, StoredRoute } from './stored-address.ts';

const REQUESTS: Readonly<
  Record<StoredAction, { readonly method: UpstreamRequest['method']; readonly suffix: string }>
> = {
  retrieve: { method: 'GET', suffix: '' },
  delete: { method: 'DELETE', suffix: '' },
  cancel: { method: 'POST', suffix: '/cancel' },
  'input-items': { method: 'GET', suffix: '/input_items' },
};

/**
 * Asks the upstream that keeps a response, with the credential of the channel that made it. Nothing is
 * charged, as nothing is generated.
 * @throws {Refusal} `response_not_found` when the key does not reach that channel any more; `upstream_…`.
 */
export async function proxyStored(
  exchange: Exchange,
  { action, id }: StoredRoute,
  found: UpstreamResponse,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const channel = findChannel(found, access, deps);
  const credential = channel?.credentials[found.credentialIndex];
  if (channel === undefined || (credential === undefined && channel.provider.needsCredential)) {
    throw responseNotFound(id);
  }
  const { method, suffix } = REQUESTS[action];
  const { provider } = channel;
  const status = await relayStored(exchange, channel, deps, {
    method,
    path: `/responses/${id}${suffix}${exchange.query}`,
    headers: [
      ...['accept-encoding', 'identity'],
      ...provider.defaultHeaders,
      ...(credential === undefined ? [] : provider.authHeaders(credential)),
    ],
    body: null,
    ...deps.timeouts,
  });
  if (action === 'delete' && (status < 300 || status === 404)) {
    await deps.storedResponses.remove(found);
  }
}

/** The channel among those the key reaches. */
function findChannel(
  { channelId }: UpstreamResponse,
  access: KeyAccess,
  { snapshots }: GatewayDeps,
): Channel | undefined {
  const snapshot = snapshots.current();
  for (const pool of poolsOf(access, requireGroup(access, snapshot, null), snapshot)) {
    for (const offers of pool.offers.values()) {
      for (const { channel } of offers) {
        if (channel.id === channelId) {
          return channel;
        }
      }
    }
  }
  return undefined;
}
