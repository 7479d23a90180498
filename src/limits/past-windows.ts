import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { SpendWindow } from '../keys/api-key.ts';
import type { PastSpend } from './opening.ts';
import { createSpendHours, oldestHourMs, spend, spentInWindows } from './spend-hours.ts';

/** What a key spent in each window as the database has it, counted as limits count, for keys of no process too. */
export async function readSpentInWindows(
  past: Pick<PastSpend, 'ofKey'>,
  keyId: Id<'key'>,
  nowMs: number,
): Promise<Readonly<Record<SpendWindow, NanoUsd>>> {
  const hours = createSpendHours();
  for (const { startMs, chargeNano } of await past.ofKey({ keyId, fromMs: oldestHourMs(nowMs) })) {
    spend(hours, chargeNano, startMs, nowMs);
  }
  return spentInWindows(hours, nowMs);
}
