import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Database } from '../db/index.ts';
import { sumUsage } from './usage-store.ts';

/** Nothing is counted for a later hour than this one. */
const END_OF_TIME_MS = Number.MAX_SAFE_INTEGER;
/** More hours than the longest window has. */
const MOST_HOURS = 1_000;

/** What was spent before, as limits need to know it once: sums of hours (UTC) that begin at a moment or later. */
export interface PastSpendReads {
  /** What a key spent, by the hour. */
  ofKey(query: {
    readonly keyId: Id<'key'>;
    readonly fromMs: number;
  }): Promise<readonly { readonly startMs: number; readonly chargeNano: NanoUsd }[]>;
  /** What a project spent. */
  ofProject(query: {
    readonly organizationId: Id<'org'>;
    readonly projectId: Id<'proj'>;
    readonly fromMs: number;
  }): Promise<NanoUsd>;
}

/** The past of one database. */
export function createPastSpend({ database }: { readonly database: Database }): PastSpendReads {
  return {
    async ofKey(query) {
      const filter = { ...query, organizationId: null, toMs: END_OF_TIME_MS };
      const rows = await sumUsage(database.db, filter, ['hour'], MOST_HOURS);
      return rows.map(({ startMs, chargeNano }) => ({ startMs: startMs ?? 0, chargeNano }));
    },
    async ofProject(query) {
      const [sum] = await sumUsage(database.db, { ...query, toMs: END_OF_TIME_MS }, [], 1);
      return sum?.chargeNano ?? 0;
    },
  };
}
