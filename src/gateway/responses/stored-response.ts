import { Refusal } from '../../core/refusal.ts';
import { type OwnResponse, outputOf } from '../../responses/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { requireGroup } from '../steps/resolve-model.ts';
import { listItems } from './list-items.ts';
import { responseNotFound } from './not-found.ts';
import { proxyStored } from './proxy-stored.ts';
import type { StoredRoute } from './stored-address.ts';

/**
 * Serves what is done with a response that was made before. A stranger's is not found, as one that never
 * was; what an upstream keeps is asked of that upstream.
 * @throws {Refusal} `response_not_found`, `invalid_request`; as `authenticate`.
 */
export async function serveStored(exchange: Exchange, route: StoredRoute, deps: GatewayDeps): Promise<void> {
  const access = await authenticate(exchange, 'refused', deps);
  requireUnexpired(access, deps.clock);
  requireGroup(access, deps.snapshots.current(), null);
  const found = await deps.storedResponses.find(access.key.projectId, route.id);
  if (found === null) {
    throw responseNotFound(route.id);
  }
  if (found.kept === 'upstream') {
    return proxyStored(exchange, route, found, access, deps);
  }
  switch (route.action) {
    case 'retrieve':
      return retrieve(exchange, found, deps);
    case 'delete':
      return remove(exchange, found, deps);
    case 'cancel':
      return cancel(exchange, found, deps);
    case 'input-items':
      return sendInputItems(exchange, found, deps);
  }
}

async function retrieve(exchange: Exchange, found: OwnResponse, deps: GatewayDeps): Promise<void> {
  const query = new URLSearchParams(exchange.query);
  if (query.get('stream') === 'true') {
    return deps.backgroundRuns.follow(exchange, found, query);
  }
  sendJson(exchange, deps.backgroundRuns.stateOf(found) ?? found.response);
}

async function remove(exchange: Exchange, found: OwnResponse, deps: GatewayDeps): Promise<void> {
  await deps.backgroundRuns.cancel(found);
  await deps.storedResponses.remove(found);
  sendJson(exchange, { id: found.id, object: 'response', deleted: true });
}

/** Whoever cancels twice gets the same answer; what was never in the background cannot be cancelled. */
async function cancel(exchange: Exchange, found: OwnResponse, deps: GatewayDeps): Promise<void> {
  if (!found.isBackground) {
    throw new Refusal('invalid_request', {
      message: 'Only responses that were created with `background: true` can be cancelled',
    });
  }
  sendJson(exchange, (await deps.backgroundRuns.cancel(found)) ?? found.response);
}

/** The items a response was made from: all that it continued, and its own. */
async function sendInputItems(exchange: Exchange, found: OwnResponse, deps: GatewayDeps): Promise<void> {
  const said = await deps.storedResponses.conversation(found);
  const items = said === null ? found.input : said.slice(0, said.length - outputOf(found).length);
  sendJson(exchange, listItems(items, new URLSearchParams(exchange.query)));
}
