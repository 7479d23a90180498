import { priceFactors, priceOf } from '../../billing/index.ts';
import type { Measured } from '../../canonical/usage.ts';
import type { NanoUsd } from '../../core/money.ts';
import type { Call } from '../../dialects/index.ts';
import type { Admissions, Claim, Collected } from '../../limits/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { Resolved } from './resolve-model.ts';

/** What a call cost, and by which price. */
export interface Settlement extends Collected {
  readonly costNano: NanoUsd;
  /** JSON text of the price and its factors; null where nothing is priced. */
  readonly price: string | null;
}

/** What a use of this offer costs this group; zero for operations that are not billed. */
export function costOfUse(call: Call, resolved: Resolved, offer: Offer, measured: Measured): NanoUsd {
  return call.operation.isBilled && offer.price !== null
    ? priceOf(measured, offer.price, resolved.group.multiplierPpm)
    : 0;
}

/** Captures what the call cost and releases the rest of its hold. */
export function settle(
  call: Call,
  resolved: Resolved,
  offer: Offer,
  claim: Claim,
  measured: Measured,
  admissions: Admissions,
): Settlement {
  const costNano = costOfUse(call, resolved, offer, measured);
  const price =
    offer.price === null ? null : priceFactors(measured, offer.price, resolved.group.multiplierPpm);
  return { costNano, price, ...admissions.settle(claim, costNano) };
}
