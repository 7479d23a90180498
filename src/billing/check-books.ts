import type { Executor } from '../db/index.ts';
import { findBrokenKeys, isBroken, type PastSums, selectWalletOwners } from './check-store.ts';
import { counterOf } from './ledger-kinds.ts';
import { sumLedger } from './statement.ts';

/** Older than any request that is still to be settled: a request takes an hour at most. */
const SETTLED_MS = 2 * 3_600_000;
const NOTHING: PastSums = { granted: 0, spent: 0, held: 0 };

/**
 * The ids of organizations where granted = remaining + held + spent does not hold by the ledger, and of keys
 * that did not spend what the sums by the hour say. What is old is summed up part by part, what is new in one
 * statement with the wallet; where that finds a difference, the whole ledger is asked in one, since the
 * database may have been gone for hours and old requests be settled only now.
 */
export async function checkBooks(executor: Executor, nowMs: number): Promise<string[]> {
  const broken: string[] = [];
  for (const organizationId of await selectWalletOwners(executor)) {
    const fromMs = nowMs - SETTLED_MS;
    const past = await pastSums(executor, organizationId, fromMs);
    const isSuspect = await isBroken(executor, organizationId, fromMs, past);
    if (isSuspect && (await isBroken(executor, organizationId, 0, NOTHING))) {
      broken.push(organizationId);
    }
  }
  return [...broken, ...(await findBrokenKeys(executor))];
}

async function pastSums(executor: Executor, organizationId: string, beforeMs: number): Promise<PastSums> {
  const sums = { ...NOTHING };
  for (const [kind, { amountNano }] of await sumLedger(executor, organizationId, { beforeMs })) {
    sums[counterOf(kind)] += amountNano;
  }
  return sums;
}
