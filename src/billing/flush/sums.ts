import type { RequestRecord } from '../request-record.ts';
import { createHourSums, type HourSums } from './hour-sums.ts';

/** What a batch of requests adds to one key. */
export interface KeySum {
  readonly keyId: string;
  chargeNano: number;
  lastUsedAtMs: number;
}

/** What a batch of requests adds to one wallet. */
export interface WalletSum {
  readonly organizationId: string;
  chargeNano: number;
}

/** What a batch of requests adds to the counters, each list sorted by what its rows are found by. */
export interface Sums {
  /** Without wallets that pay nothing. */
  readonly wallets: readonly WalletSum[];
  readonly keys: readonly KeySum[];
  readonly hours: HourSums;
}

/**
 * Adds a batch up. The lists are sorted, because two transactions that lock the same rows in a different
 * order would wait for each other. Refused requests touch their key and nothing else.
 */
export function sumsOf(records: readonly RequestRecord[]): Sums {
  const wallets = new Map<string, WalletSum>();
  const keys = new Map<string, KeySum>();
  const hours = createHourSums();
  for (const record of records) {
    addToKey(keys, record);
    if (record.chargeNano > 0) {
      addToWallet(wallets, record);
    }
    if (record.state !== 'refused') {
      hours.add(record);
    }
  }
  return { wallets: sorted(wallets), keys: sorted(keys), hours: hours.sorted() };
}

function sorted<T>(sums: ReadonlyMap<string, T>): readonly T[] {
  if (sums.size < 2) {
    return [...sums.values()];
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function addToWallet(wallets: Map<string, WalletSum>, { organizationId, chargeNano }: RequestRecord): void {
  const sum = wallets.get(organizationId);
  if (sum === undefined) {
    wallets.set(organizationId, { organizationId, chargeNano });
  } else {
    sum.chargeNano += chargeNano;
  }
}

function addToKey(keys: Map<string, KeySum>, { keyId, chargeNano, startedAtMs }: RequestRecord): void {
  const sum = keys.get(keyId);
  if (sum === undefined) {
    keys.set(keyId, { keyId, chargeNano, lastUsedAtMs: startedAtMs });
  } else {
    sum.chargeNano += chargeNano;
    sum.lastUsedAtMs = Math.max(sum.lastUsedAtMs, startedAtMs);
  }
}
