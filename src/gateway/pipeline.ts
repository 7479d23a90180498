import type { Measured } from '../canonical/usage.ts';
import { formatUsd } from '../core/money.ts';
import { Refusal } from '../core/refusal.ts';
import type { Call, CallAddress, Operation } from '../dialects/index.ts';
import type { KeyAccess } from '../keys/index.ts';
import type { Claim } from '../limits/index.ts';
import { chooseOffer, type Offer } from '../routing/index.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { logRequest } from './request-log.ts';
import { attemptOffer } from './steps/attempt.ts';
import { authenticate, type QueryKey } from './steps/authenticate.ts';
import { authorise, requireUnexpired } from './steps/authorise.ts';
import type { Delivery } from './steps/delivery.ts';
import { hold } from './steps/hold.ts';
import { openPassage } from './steps/open-passage.ts';
import { parse } from './steps/parse.ts';
import { prepareRequest } from './steps/prepare-request.ts';
import { closedRecord, recordClose, recordOpen } from './steps/record.ts';
import { type Resolved, resolveModel } from './steps/resolve-model.ts';
import { costOfUse, type Settlement, settle } from './steps/settle.ts';

/** A call as the router found it: what is asked for, and what its address says. */
export interface RoutedCall {
  readonly operation: Operation;
  readonly address: CallAddress;
  readonly queryKey: QueryKey;
}

/**
 * The life of a request that asks a model for something (docs/life-of-a-request.md).
 * @throws {Refusal} whenever the gateway says no before the client has got anything.
 */
export async function serveCall(exchange: Exchange, routed: RoutedCall, deps: GatewayDeps): Promise<void> {
  const { operation, address } = routed;
  const access = await authenticate(exchange, routed.queryKey, deps);
  requireUnexpired(access, deps.clock);
  const call = await parse(exchange, operation, address, access.key.defaultModel);
  await serveParsed(exchange, routed, call, access, deps);
}

/** What follows once the call is read; from the start again when the key changed while the call waited. */
async function serveParsed(
  exchange: Exchange,
  routed: RoutedCall,
  call: Call,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const resolved = authorise(access, call, resolveModel(call, access, deps.snapshots.current()));
  const offer = choose(resolved, deps);
  const passage = openPassage(exchange, call, offer);
  const held = hold(exchange, call, access, resolved, deps);
  const claim = held instanceof Promise ? await held : held;
  if (held instanceof Promise) {
    const current = await keyAfterWait(exchange, routed, claim, deps);
    if (current !== access) {
      deps.admissions.settle(claim, 0, 0);
      return serveParsed(exchange, routed, call, current, deps);
    }
  }
  let delivery: Delivery;
  let settlement: Settlement;
  try {
    const request = prepareRequest(passage, offer, exchange.request.headers, deps.timeouts);
    await recordOpen(exchange, call, access, claim, deps.journal);
    delivery = await attemptOffer(exchange, call, offer, passage, request, deps, costText(call, offer));
    settlement = settle(call, offer, claim, delivery.measured, deps.admissions);
  } catch (error) {
    deps.admissions.settle(claim, 0, 0);
    throw error;
  }
  const record = closedRecord(exchange, call, access, offer, passage, claim, delivery, settlement, deps);
  await recordClose(exchange, record, deps);
  if (delivery.refusal === null) {
    delivery.finish(['x-turnpike-cost', formatUsd(settlement.costNano)]);
  }
  logRequest(exchange, record, offer.channel.name, deps);
  if (delivery.refusal !== null) {
    throw delivery.refusal;
  }
}

/** A key may have been changed, disabled or deleted while its request waited: it is looked up again. */
async function keyAfterWait(
  exchange: Exchange,
  { queryKey }: RoutedCall,
  claim: Claim,
  deps: GatewayDeps,
): Promise<KeyAccess> {
  try {
    const access = await authenticate(exchange, queryKey, deps);
    requireUnexpired(access, deps.clock);
    return access;
  } catch (error) {
    deps.admissions.settle(claim, 0, 0);
    throw error;
  }
}

function choose(resolved: Resolved, deps: GatewayDeps): Offer {
  const offer = chooseOffer(resolved.offers, deps.random);
  if (offer === null) {
    throw new Refusal('no_channel_available', { retryAfterS: 5 });
  }
  return offer;
}

/** What stands as `cost` beside the usage. */
function costText(call: Call, offer: Offer): (measured: Measured) => string {
  return (measured) => formatUsd(costOfUse(call, offer, measured));
}
