import type { Id } from '../core/ids.ts';
import { exactNano, type NanoUsd } from '../core/money.ts';
import { createSlotList } from '../core/slot-list.ts';
import type { Admissions, Balance, Claim, ClaimRefusal, Collected } from './admissions.ts';

interface WalletCounters {
  granted: NanoUsd;
  held: NanoUsd;
  spent: NanoUsd;
}

interface KeyCounters {
  held: NanoUsd;
  spent: NanoUsd;
}

const NOTHING: Collected = { chargeNano: 0, uncollectedNano: 0 };

/**
 * Admissions of one process: plain counters, changed in one step between two turns of the event loop, so
 * that no two claims can see the same money. Settling a claim that is not outstanding, claiming the same
 * claim twice, and claiming money of a wallet or key that was not opened are errors of the caller and throw.
 */
export function createMemoryAdmissions(): Admissions {
  const wallets = new Map<Id<'org'>, WalletCounters>();
  const keys = new Map<Id<'key'>, KeyCounters>();
  const outstanding = createSlotList<Claim>();

  return {
    admit(claim) {
      if (outstanding.has(claim)) {
        throw new Error('this claim was admitted already');
      }
      const refusal = claim.holdNano > 0 ? take(claim) : null;
      if (refusal === null) {
        outstanding.add(claim);
      }
      return refusal;
    },
    settle(claim, costNano) {
      if (!outstanding.remove(claim)) {
        throw new Error('this claim is not outstanding: it was settled already or never admitted');
      }
      return claim.holdNano > 0 || costNano > 0 ? capture(claim, costNano) : NOTHING;
    },
    openWallet(organizationId, stored) {
      if (!wallets.has(organizationId)) {
        const { grantedNano, spentNano, heldNano } = stored;
        wallets.set(organizationId, { granted: grantedNano, spent: spentNano, held: heldNano });
      }
    },
    openKey(keyId, spentNano) {
      if (!keys.has(keyId)) {
        keys.set(keyId, { held: 0, spent: spentNano });
      }
    },
    credit(organizationId, amountNano) {
      const wallet = wallets.get(organizationId);
      if (wallet !== undefined) {
        wallet.granted = exactNano(wallet.granted + amountNano);
      }
    },
    wallet(organizationId) {
      const wallet = wallets.get(organizationId);
      return wallet === undefined ? null : balanceOf(wallet);
    },
    key(keyId) {
      const key = keys.get(keyId);
      return key === undefined ? null : { heldNano: key.held, spentNano: key.spent };
    },
  };

  function take(claim: Claim): ClaimRefusal | null {
    const { wallet, key } = countersOf(claim);
    if (claim.quotaNano !== null && key.spent + key.held + claim.holdNano > claim.quotaNano) {
      return 'key_quota_exceeded';
    }
    if (claim.holdNano > wallet.granted - wallet.spent - wallet.held) {
      return 'insufficient_credits';
    }
    wallet.held += claim.holdNano;
    key.held += claim.holdNano;
    return null;
  }

  function capture(claim: Claim, costNano: NanoUsd): Collected {
    const { wallet, key } = countersOf(claim);
    wallet.held -= claim.holdNano;
    key.held -= claim.holdNano;
    const remaining = wallet.granted - wallet.spent - wallet.held;
    const chargeNano = Math.min(costNano, remaining);
    wallet.spent += chargeNano;
    key.spent += chargeNano;
    return { chargeNano, uncollectedNano: costNano - chargeNano };
  }

  function countersOf(claim: Claim): { wallet: WalletCounters; key: KeyCounters } {
    const wallet = wallets.get(claim.organizationId);
    const key = keys.get(claim.keyId);
    if (wallet === undefined || key === undefined) {
      throw new Error('a claim needs its wallet and its key opened first');
    }
    return { wallet, key };
  }
}

function balanceOf({ granted, held, spent }: WalletCounters): Balance {
  return { grantedNano: granted, remainingNano: granted - held - spent, heldNano: held, spentNano: spent };
}
