import type { NanoUsd } from '../core/money.ts';
import type { Balance, Claim, Collected, Rejection } from './admissions.ts';
import { judgeBudget, type ProjectMonth, spendInMonth } from './project-month.ts';
import { judgeSpend, type SpendHours, spend } from './spend-hours.ts';

/** The money of an organization. */
export interface WalletCounters {
  grantedNano: NanoUsd;
  heldNano: NanoUsd;
  spentNano: NanoUsd;
}

/** The money of a project. */
export interface ProjectCounters {
  heldNano: NanoUsd;
  /** There once a budget asked for it. */
  month: ProjectMonth | null;
  /** Whether `month` has what was spent before it was there. */
  hasPast: boolean;
}

/** The money of a key, and of those whose money it spends. */
export interface KeyMoney {
  readonly wallet: WalletCounters;
  readonly project: ProjectCounters;
  heldNano: NanoUsd;
  spentNano: NanoUsd;
  /** There once a spend window asked for it. */
  hours: SpendHours | null;
  /** Whether `hours` has what was spent before it was there. */
  hasPast: boolean;
}

/** Judges a claim by the spend windows, the quota, the project's budget and the wallet, in this order. */
export function judgeMoney(money: KeyMoney, claim: Claim, nowMs: () => number): Rejection | null {
  const { holdNano, quotaNano, budgetNano } = claim;
  const { hours, wallet, project } = money;
  if (hours !== null) {
    const rejection = judgeSpend(hours, claim.windowsNano, money.heldNano, holdNano, nowMs());
    if (rejection !== null) {
      return rejection;
    }
  }
  if (quotaNano !== null && money.spentNano + money.heldNano + holdNano > quotaNano) {
    return rejectionOf(
      'quota',
      quotaNano,
      quotaNano - money.spentNano - money.heldNano,
      money.heldNano,
      claim,
    );
  }
  if (budgetNano !== null && project.month !== null) {
    const rejection = judgeBudget(project.month, budgetNano, project.heldNano, holdNano, nowMs());
    if (rejection !== null) {
      return rejection;
    }
  }
  const remaining = wallet.grantedNano - wallet.spentNano - wallet.heldNano;
  return holdNano > remaining
    ? rejectionOf('wallet', wallet.grantedNano, remaining, wallet.heldNano, claim)
    : null;
}

/** Takes the hold of a claim from everyone who pays for it. */
export function takeHold(money: KeyMoney, holdNano: NanoUsd): void {
  money.heldNano += holdNano;
  money.wallet.heldNano += holdNano;
  money.project.heldNano += holdNano;
}

/** Gives the hold back and captures the cost, as far as the wallet has it without the holds of others. */
export function capture(
  money: KeyMoney,
  hold: Pick<Claim, 'holdNano' | 'startedAtMs'>,
  costNano: NanoUsd,
  nowMs: () => number,
): Collected {
  const { wallet } = money;
  takeHold(money, -hold.holdNano);
  const remaining = wallet.grantedNano - wallet.spentNano - wallet.heldNano;
  const chargeNano = Math.min(costNano, remaining);
  wallet.spentNano += chargeNano;
  if (chargeNano > 0) {
    spendOfKey(money, chargeNano, hold.startedAtMs, nowMs);
  }
  return { chargeNano, uncollectedNano: costNano - chargeNano };
}

/** Counts what a request cost, or with less than zero what is given back, for its key and its project. */
export function spendOfKey(
  money: KeyMoney,
  amountNano: NanoUsd,
  startedAtMs: number,
  nowMs: () => number,
): void {
  const { project, hours } = money;
  money.spentNano += amountNano;
  if (hours !== null) {
    spend(hours, amountNano, startedAtMs, nowMs());
  }
  if (project.month !== null) {
    spendInMonth(project.month, amountNano, startedAtMs, nowMs());
  }
}

/** What a wallet shows. */
export function balanceOf({ grantedNano, heldNano, spentNano }: WalletCounters): Balance {
  return { grantedNano, remainingNano: grantedNano - heldNano - spentNano, heldNano, spentNano };
}

function rejectionOf(
  limit: 'quota' | 'wallet',
  allowed: NanoUsd,
  left: NanoUsd,
  held: NanoUsd,
  { holdNano }: Claim,
): Rejection {
  return { limit, allowed, left: Math.max(0, left), asked: holdNano, held, retryAfterS: null };
}
