import type { NanoUsd } from '../core/money.ts';
import type { Rejection } from './admissions.ts';

/** What a project spent in a calendar month (UTC), by the moment its requests began. */
export interface ProjectMonth {
  startMs: number;
  /** The first moment of the next month. */
  endMs: number;
  spentNano: NanoUsd;
}

/** The month of a moment, of which nothing was spent. */
export function createProjectMonth(nowMs: number): ProjectMonth {
  return { ...monthOf(nowMs), spentNano: 0 };
}

/** First moment of the calendar month (UTC) that a moment lies in, and of the next one. */
export function monthOf(ms: number): { readonly startMs: number; readonly endMs: number } {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return { startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
}

/** What was spent in the month of `nowMs`: nothing when that has just begun. */
export function spentInMonth(month: ProjectMonth, nowMs: number): NanoUsd {
  if (nowMs >= month.endMs) {
    Object.assign(month, createProjectMonth(nowMs));
  }
  return month.spentNano;
}

/** Counts what a request cost, unless it began in a month that is over. */
export function spendInMonth(
  month: ProjectMonth,
  costNano: NanoUsd,
  startedAtMs: number,
  nowMs: number,
): void {
  const spentNano = spentInMonth(month, nowMs);
  if (startedAtMs >= month.startMs) {
    month.spentNano = spentNano + costNano;
  }
}

/** Judges a hold by the budget: what was spent this month, what running requests hold, and the hold must fit. */
export function judgeBudget(
  month: ProjectMonth,
  budgetNano: NanoUsd,
  heldNano: NanoUsd,
  holdNano: NanoUsd,
  nowMs: number,
): Rejection | null {
  const left = budgetNano - spentInMonth(month, nowMs) - heldNano;
  if (holdNano <= left) {
    return null;
  }
  const fitsNextMonth = heldNano + holdNano <= budgetNano;
  return {
    limit: 'budget',
    allowed: budgetNano,
    left: Math.max(0, left),
    asked: holdNano,
    held: heldNano,
    retryAfterS: fitsNextMonth ? Math.ceil((month.endMs - nowMs) / 1_000) : null,
  };
}
