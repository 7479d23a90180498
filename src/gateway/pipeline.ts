import type { Measured } from '../canonical/usage.ts';
import { formatUsd } from '../core/money.ts';
import { Refusal } from '../core/refusal.ts';
import type { Call, CallAddress, Operation } from '../dialects/index.ts';
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
  const call = await parse(exchange, operation, address);
  const resolved = resolveModel(call, access, deps.snapshots.current());
  authorise(access, call.facts.model);
  const offer = choose(resolved, deps);
  const passage = openPassage(exchange, call, offer);
  const claim = hold(call, access, resolved, deps.admissions);
  let delivery: Delivery;
  let settlement: Settlement;
  try {
    const request = prepareRequest(passage, offer, exchange.request.headers, deps.timeouts);
    await recordOpen(exchange, call, access, claim, deps.journal);
    delivery = await attemptOffer(
      exchange,
      call,
      offer,
      passage,
      request,
      deps,
      costText(call, resolved, offer),
    );
    settlement = settle(call, resolved, offer, claim, delivery.measured, deps.admissions);
  } catch (error) {
    deps.admissions.settle(claim, 0);
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

function choose(resolved: Resolved, deps: GatewayDeps): Offer {
  const offer = chooseOffer(resolved.offers, deps.random);
  if (offer === null) {
    throw new Refusal('no_channel_available', { retryAfterS: 5 });
  }
  return offer;
}

/** What stands as `cost` beside the usage. */
function costText(call: Call, resolved: Resolved, offer: Offer): (measured: Measured) => string {
  return (measured) => formatUsd(costOfUse(call, resolved, offer, measured));
}
