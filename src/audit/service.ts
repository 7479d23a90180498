import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Database, Executor } from '../db/index.ts';
import { type AuditEntry, type AuditQuery, insertAuditEntry, selectAuditEntries } from './store.ts';

/** What is known of something that was done, when it is written down. */
export type AuditNote = Omit<AuditEntry, 'id' | 'atMs'>;

/** A part of the audit log, newest first. */
export interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** What to ask the next part with; null at the end. */
  readonly nextCursor: string | null;
}

/** The record of who changed what. Nothing removes from it. */
export interface Audit {
  /**
   * Writes down what was done. No field may hold a secret; a `Secret` in one prints as `[secret]`.
   * With `executor` it becomes part of a transaction that is open.
   */
  record(entry: AuditNote, executor?: Executor): Promise<void>;
  list(query: AuditQuery): Promise<AuditPage>;
}

interface AuditDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The audit log over the database. */
export function createAudit({ database, clock, ids }: AuditDeps): Audit {
  return {
    record: (entry, executor = database.db) =>
      insertAuditEntry(executor, { ...entry, id: ids.next('aud'), atMs: clock.nowMs() }),
    async list(query) {
      const found = await selectAuditEntries(database.db, { ...query, limit: query.limit + 1 });
      const items = found.slice(0, query.limit);
      return { items, nextCursor: found.length > items.length ? (items.at(-1)?.id ?? null) : null };
    },
  };
}
