import type { Page, RequestRecord } from '../billing/index.ts';
import type { Database } from '../db/index.ts';
import { findRequestRow, listAttemptRows, listRequestRows, type RequestFilter } from './request-log-store.ts';
import { type LoggedRequest, loggedRequest, storedAttempt } from './stored-request.ts';

/** Looked through in some 30 ms on SQLite. */
const MOST_SCANNED = 20_000;

/** Requests that are over, as they were recorded. */
export interface RequestLog {
  /**
   * Newest first, without their attempts. A part may be short, or empty, although more follows: what is rare
   * is looked for part by part.
   */
  list(filter: RequestFilter): Promise<Page<LoggedRequest>>;
  /** One request with its attempts; null when there is none. */
  get(id: string): Promise<RequestRecord | null>;
}

/** The log of one database. */
export function createRequestLog({
  database,
  mostScanned = MOST_SCANNED,
}: {
  readonly database: Database;
  /** How many requests one part of a list looks through for what no index finds. */
  readonly mostScanned?: number;
}): RequestLog {
  return {
    async list(filter) {
      const part = await listRequestRows(database.db, { ...filter, limit: filter.limit + 1 }, mostScanned);
      const items = part.rows.slice(0, filter.limit).map(loggedRequest);
      const isFull = part.rows.length > filter.limit;
      return { items, nextCursor: isFull ? (items.at(-1)?.id ?? null) : part.scannedTo };
    },
    async get(id) {
      const row = await findRequestRow(database.db, id);
      if (row === undefined) {
        return null;
      }
      const attempts = await listAttemptRows(database.db, id);
      return { ...loggedRequest(row), attempts: attempts.map(storedAttempt) };
    },
  };
}
