import { dearestCost } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import { REFUSALS, Refusal, type RefusalDetails } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Admissions, Claim, ClaimRefusal } from '../../limits/index.ts';
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
    throw new Refusal(refusal, tooDear(refusal, claim, admissions));
  }
  return claim;
}

/** Where something is left but not enough, the caller is told what would help. */
function tooDear(refusal: ClaimRefusal, claim: Claim, admissions: Admissions): RefusalDetails {
  const { quotaNano, organizationId, keyId, holdNano } = claim;
  const spentNano = admissions.key(keyId)?.spentNano ?? 0;
  const leftNano =
    refusal === 'key_quota_exceeded'
      ? (quotaNano ?? 0) - spentNano
      : (admissions.wallet(organizationId)?.remainingNano ?? 0);
  if (leftNano <= 0) {
    return {};
  }
  const whose = refusal === 'key_quota_exceeded' ? 'the quota of this API key' : 'the credits';
  const message =
    `${REFUSALS[refusal].message}: this request could cost up to ${formatUsd(holdNano)} USD, more than is ` +
    `left of ${whose}; a lower limit of output tokens makes it cheaper`;
  return { message };
}
