import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Database } from '../db/index.ts';
import { sumHours } from './usage-store.ts';

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
      const rows = await sumHours(database.db, query, ['hour']);
      return rows.map(({ startMs, chargeNano }) => ({ startMs: startMs ?? 0, chargeNano }));
    },
    async ofProject(query) {
      const [sum] = await sumHours(database.db, query, []);
      return sum?.chargeNano ?? 0;
    },
  };
}
