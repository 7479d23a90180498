import { priceFactors, priceOf } from '../../billing/index.ts';
import { type Measured, totalInputTokens, totalOutputTokens } from '../../canonical/usage.ts';
import type { NanoUsd } from '../../core/money.ts';
import type { Call } from '../../dialects/index.ts';
import type { Admissions, Claim, Collected } from '../../limits/index.ts';
import type { Offer } from '../../routing/index.ts';

/** What a call cost, and by which price. */
export interface Settlement extends Collected {
  readonly costNano: NanoUsd;
  /** JSON text of the price and its factors; null where nothing is priced. */
  readonly price: string | null;
}

/** What the wallet pays for a use of this offer; zero for operations that are not billed. */
export function costOfUse(call: Call, offer: Offer, measured: Measured): NanoUsd {
  return call.operation.isBilled && offer.price !== null
    ? priceOf(measured, offer.price, offer.multiplierPpm)
    : 0;
}

/** Captures what the call cost and used, and releases the rest of what it held. */
export function settle(
  call: Call,
  offer: Offer,
  claim: Claim,
  measured: Measured,
  admissions: Admissions,
): Settlement {
  const costNano = costOfUse(call, offer, measured);
  const price = offer.price === null ? null : priceFactors(measured, offer.price, offer.multiplierPpm);
  const tokens = totalInputTokens(measured.usage) + totalOutputTokens(measured.usage);
  return { costNano, price, ...admissions.settle(claim, costNano, tokens) };
}
