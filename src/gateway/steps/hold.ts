import { dearestCost } from '../../billing/index.ts';
import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Admissions, Claim } from '../../limits/index.ts';
import type { Call } from './parse.ts';
import type { Resolved } from './resolve-model.ts';

/**
 * Takes the dearest this call could cost, from the wallet and from the key's quota in one step.
 * Whoever calls this must settle the claim, whatever happens.
 * @throws {Refusal} `insufficient_credits`, `key_quota_exceeded`.
 */
export function hold(call: Call, access: KeyAccess, resolved: Resolved, admissions: Admissions): Claim {
  const { key } = access;
  const claim: Claim = {
    organizationId: key.organizationId,
    keyId: key.id,
    quotaNano: key.quotaNano,
    slot: -1,
    holdNano: call.operation.isBilled
      ? dearestCost({
          offers: resolved.offers,
          facts: call.facts,
          multiplierPpm: resolved.group.multiplierPpm,
        })
      : 0,
  };
  const refusal = admissions.admit(claim);
  if (refusal !== null) {
    throw new Refusal(refusal);
  }
  return claim;
}
