import type { Page, RequestRecord } from '../billing/index.ts';
import type { Database } from '../db/index.ts';
import { findRequestRow, listAttemptRows, listRequestRows, type RequestFilter } from './request-log-store.ts';
import { type LoggedRequest, loggedRequest, storedAttempt } from './stored-request.ts';

/** Requests that are over, as they were recorded. */
export interface RequestLog {
  /** Newest first, without their attempts. */
  list(filter: RequestFilter): Promise<Page<LoggedRequest>>;
  /** One request with its attempts; null when there is none. */
  get(id: string): Promise<RequestRecord | null>;
}

/** The log of one database. */
export function createRequestLog({ database }: { readonly database: Database }): RequestLog {
  return {
    async list(filter) {
      const rows = await listRequestRows(database.db, { ...filter, limit: filter.limit + 1 });
      const items = rows.slice(0, filter.limit).map(loggedRequest);
      return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null };
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
