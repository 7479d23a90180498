import { formatUsd } from '../core/money.ts';
import type { Call, CallAddress, Operation } from '../dialects/index.ts';
import type { KeyAccess } from '../keys/index.ts';
import type { Claim } from '../limits/index.ts';
import type { CallMemory } from './call-memory.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { logRequest } from './request-log.ts';
import { authenticate, type QueryKey } from './steps/authenticate.ts';
import { authorise, requireUnexpired } from './steps/authorise.ts';
import { choosingOf, firstWay } from './steps/choose.ts';
import { hold } from './steps/hold.ts';
import { type Journey, makeAttempts } from './steps/make-attempts.ts';
import { parse } from './steps/parse.ts';
import { closedRecord, recordClose, recordOpen } from './steps/record.ts';
import { type Resolved, resolveModel } from './steps/resolve-model.ts';
import { type Settlement, settle } from './steps/settle.ts';

/** A call as the router found it: what is asked for, and what its address says. */
export interface RoutedCall {
  readonly operation: Operation;
  readonly address: CallAddress;
  readonly queryKey: QueryKey;
  /** Null for a call that nobody comes back to. */
  readonly memory: CallMemory | null;
}

/**
 * The life of a request that asks a model for something (docs/life-of-a-request.md). A key that is known to
 * be bad is refused before there is a promise: one that is rejected before anybody waits for it costs a flood
 * of bad keys more than all that is done to refuse them.
 * @throws {Refusal} whenever the gateway says no before the client has got anything.
 */
export function serveCall(exchange: Exchange, routed: RoutedCall, deps: GatewayDeps): Promise<void> {
  const known = authenticate(exchange, routed.queryKey, deps);
  return known instanceof Promise
    ? known.then((access) => serveKnown(exchange, routed, access, deps))
    : serveKnown(exchange, routed, known, deps);
}

async function serveKnown(
  exchange: Exchange,
  routed: RoutedCall,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const { operation, address } = routed;
  requireUnexpired(access, deps.clock);
  const call = await parse(exchange, operation, address, access.key.defaultModel);
  await serveParsed(exchange, routed, call, access, deps);
}

/**
 * What follows once the call is read; from the start again when the key changed while the call waited.
 * @throws {Refusal} as `serveCall`.
 */
export async function serveParsed(
  exchange: Exchange,
  routed: RoutedCall,
  call: Call,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const { memory } = routed;
  const resolved = remembered(
    authorise(access, call, resolveModel(call, access, deps.snapshots.current(), exchange.forcedPlatform)),
    memory,
  );
  const choosing = choosingOf(exchange, call, access, resolved.offers, memory, deps);
  let way = firstWay(exchange, call, choosing, deps);
  const held = hold(exchange, call, access, resolved, deps);
  const claim = held instanceof Promise ? await held : held;
  if (held instanceof Promise) {
    const current = await keyAfterWait(exchange, routed, claim, deps);
    if (current !== access) {
      deps.admissions.settle(claim, 0, 0);
      return serveParsed(exchange, routed, call, current, deps);
    }
  }
  let journey: Journey;
  let settlement: Settlement;
  try {
    if (held instanceof Promise) {
      // The road has changed while the call waited.
      way = firstWay(exchange, call, choosing, deps);
    }
    await recordOpen(exchange, call, access, claim, deps.journal);
    memory?.begin();
    journey = await makeAttempts(exchange, call, way, choosing, deps);
    const { candidate, delivery } = journey.last;
    settlement = settle(call, candidate.offer, claim, delivery.measured, deps.admissions);
  } catch (error) {
    deps.admissions.settle(claim, 0, 0);
    throw error;
  }
  const { delivery, candidate } = journey.last;
  const record = closedRecord(exchange, call, access, journey, claim, settlement, deps);
  await recordClose(exchange, record, deps);
  if (delivery.refusal === null) {
    delivery.finish(['x-turnpike-cost', formatUsd(settlement.costNano)]);
  }
  logRequest(exchange, record, candidate.offer.channel, deps);
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

/** What is left of the offers for a call that continues something. */
function remembered(resolved: Resolved, memory: CallMemory | null): Resolved {
  return memory === null ? resolved : { ...resolved, offers: memory.narrow(resolved.offers) };
}
