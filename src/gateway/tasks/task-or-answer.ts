import type { JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type RoutedCall, serveParsed } from '../pipeline.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { offersFor } from '../steps/candidates.ts';
import { parse } from '../steps/parse.ts';
import { asksForTask, refuseTask } from '../steps/refuse-task.ts';
import { requireGroup, serves } from '../steps/resolve-model.ts';
import { createTask } from './create-task.ts';
import { SURFACES } from './surfaces.ts';
import { makes } from './task-offers.ts';

/**
 * An address that answers at once, and by a task where the caller asks for one or the model is served by
 * tasks alone.
 * @throws {Refusal} as `serveCall` and `createTask` do.
 */
export async function serveTaskOrAnswer(
  exchange: Exchange,
  routed: RoutedCall,
  deps: GatewayDeps,
): Promise<void> {
  const { operation, address } = routed;
  const access = await authenticate(exchange, routed.queryKey, deps);
  requireUnexpired(access, deps.clock);
  const call = await parse(exchange, operation, address, access.key.defaultModel);
  const { prefer } = exchange.request.headers;
  if (operation.becomesTask !== true) {
    refuseTask(call.body, prefer);
  } else if (
    asksForTask(call.body, prefer) ||
    isServedByTasksAlone(exchange, routed, call.facts.model, access, deps)
  ) {
    const { async: _isAsync, ...body } = call.body as JsonObject & { async?: unknown };
    return createTask(exchange, SURFACES.images, body, null, access, deps);
  }
  return serveParsed(exchange, routed, call, access, deps);
}

function isServedByTasksAlone(
  exchange: Exchange,
  { operation }: RoutedCall,
  model: string,
  access: KeyAccess,
  deps: GatewayDeps,
): boolean {
  const snapshot = deps.snapshots.current();
  const group = requireGroup(access, snapshot, exchange.forcedPlatform);
  const offers = offersFor(model, access, group, snapshot);
  // A group that does not translate refuses what only a translation serves; that is no reason for a task.
  const isServed = offers.some((offer) => serves(offer, operation, { ...group, translate: true }));
  return !isServed && offers.some((offer) => makes(offer, 'image'));
}
