import type { Selectable } from 'kysely';
import type { RequestState } from '../billing/index.ts';
import type { Executor } from '../db/index.ts';
import type { AttemptsTable, RequestsTable } from '../db/tables.ts';
import { earliestRequestId, latestRequestId } from './earliest-request-id.ts';

/** Which requests, from the one after `cursor` on, newest first. */
export interface RequestFilter {
  /** Null for all organizations. */
  readonly organizationId: string | null;
  readonly keyId?: string | null;
  readonly model?: string | null;
  readonly state?: RequestState | null;
  /** Started at this moment or later. */
  readonly fromMs?: number | null;
  /** Started before this moment. */
  readonly toMs?: number | null;
  readonly limit: number;
  readonly cursor: string | null;
}

/** Rows of requests, newest first; ids begin with their time, so the order is that of the index. */
export async function listRequestRows(
  executor: Executor,
  filter: RequestFilter,
): Promise<Selectable<RequestsTable>[]> {
  let query = executor.selectFrom('requests').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.organizationId !== null) {
    query = query.where('organization_id', '=', filter.organizationId);
  }
  if (filter.cursor !== null) {
    query = query.where('id', '<', filter.cursor);
  }
  if (filter.keyId !== undefined && filter.keyId !== null) {
    query = query.where('key_id', '=', filter.keyId);
  }
  if (filter.model !== undefined && filter.model !== null) {
    query = query.where('model', '=', filter.model);
  }
  if (filter.state !== undefined && filter.state !== null) {
    query = query.where('state', '=', filter.state);
  }
  if (filter.fromMs !== undefined && filter.fromMs !== null) {
    query = query
      .where('id', '>=', earliestRequestId(filter.fromMs))
      .where('started_at', '>=', filter.fromMs);
  }
  if (filter.toMs !== undefined && filter.toMs !== null) {
    query = query.where('id', '<', latestRequestId(filter.toMs)).where('started_at', '<', filter.toMs);
  }
  return query.execute();
}

/** One request; undefined when there is none. */
export async function findRequestRow(
  executor: Executor,
  id: string,
): Promise<Selectable<RequestsTable> | undefined> {
  return executor.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The attempts of a request, in the order they were made. */
export async function listAttemptRows(
  executor: Executor,
  requestId: string,
): Promise<Selectable<AttemptsTable>[]> {
  return executor
    .selectFrom('attempts')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('ordinal')
    .execute();
}
