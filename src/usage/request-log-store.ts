import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { RequestState } from '../billing/index.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { AttemptsTable, RequestsTable } from '../db/tables.ts';
import { earliestRequestId, latestRequestId } from './earliest-request-id.ts';

/** Which requests, from the one after `cursor` on, newest first. What is null or absent narrows nothing. */
export interface RequestFilter {
  /** Null for all organizations. */
  readonly organizationId: string | null;
  readonly id?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly keyId?: string | null | undefined;
  readonly model?: string | null | undefined;
  /** A channel or provider key that was tried. */
  readonly channelId?: string | null | undefined;
  readonly operation?: string | null | undefined;
  readonly state?: RequestState | null | undefined;
  readonly errorCode?: string | null | undefined;
  /** The first and the last status. */
  readonly statuses?: readonly [number, number] | null | undefined;
  /** Started at this moment or later. */
  readonly fromMs?: number | null | undefined;
  /** Started before this moment. */
  readonly toMs?: number | null | undefined;
  readonly limit: number;
  readonly cursor: string | null;
}

/** Requests that were looked through. */
export interface RequestPart {
  /** Newest first; ids begin with their time, so the order is that of the index. */
  readonly rows: readonly Selectable<RequestsTable>[];
  /** The last request that was looked through where there are more to look through; else null. */
  readonly scannedTo: string | null;
}

type Condition = RawBuilder<SqlBool>;

/**
 * Requests that fit. What no index finds is looked for among `mostScanned` requests and no more, so that a
 * page of a log of any size comes in a bounded time, and may be short or empty although there are more.
 */
export async function listRequestRows(
  executor: Executor,
  filter: RequestFilter,
  mostScanned: number,
): Promise<RequestPart> {
  const [found, ...others] = indexedOf(filter);
  const rest = [...others, ...unindexedOf(filter)];
  const within = [...(found === undefined ? [] : [found]), ...spanOf(filter)];
  const where = within.length === 0 ? sql`` : sql`where ${sql.join(within, sql` and `)}`;
  if (rest.length === 0) {
    const { rows } = await sql<Selectable<RequestsTable>>`select * from requests ${where}
      order by id desc limit ${filter.limit}`.execute(executor);
    return { rows, scannedTo: null };
  }
  const { rows } = await sql<Selectable<RequestsTable>>`select requests.* from requests where id in (
      select scanned.id from (select id, organization_id, project_id, key_id, model, operation, state, status,
        error_code from requests ${where} order by id desc limit ${mostScanned}) as scanned
      where ${sql.join(rest, sql` and `)} order by scanned.id desc limit ${filter.limit}
    ) order by id desc`.execute(executor);
  if (rows.length >= filter.limit) {
    return { rows, scannedTo: null };
  }
  const last = await sql<{ id: string }>`select id from requests ${where}
    order by id desc limit 1 offset ${mostScanned - 1}`.execute(executor);
  return { rows, scannedTo: last.rows[0]?.id ?? null };
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

/** Removes the oldest requests before an id with their attempts, at most `limit`. Returns how many. */
export async function removeRequestsBefore(
  tx: Transaction,
  beforeId: string,
  limit: number,
): Promise<number> {
  const ids = await tx
    .selectFrom('requests')
    .select('id')
    .where('id', '<', beforeId)
    .orderBy('id')
    .limit(limit)
    .execute();
  const last = ids.at(-1)?.id;
  if (last !== undefined) {
    await tx.deleteFrom('attempts').where('request_id', '<=', last).execute();
    await tx.deleteFrom('requests').where('id', '<=', last).execute();
  }
  return ids.length;
}

/** What an index finds, the one first that leaves the fewest requests. */
function indexedOf(filter: RequestFilter): Condition[] {
  const { id, keyId, errorCode, state, organizationId } = filter;
  return [
    ...equal('id', id),
    ...equal('key_id', keyId),
    // These indexes have failures alone, and are taken only where the query says so.
    ...equal('error_code', errorCode, sql`error_code is not null and `),
    ...(state === 'settled' ? [] : equal('state', state, sql`state <> 'settled' and `)),
    ...equal('organization_id', organizationId),
  ];
}

/** What has to be looked at in each request. */
function unindexedOf(filter: RequestFilter): Condition[] {
  const { state, statuses, channelId } = filter;
  return [
    ...(state === 'settled' ? equal('state', state) : []),
    ...equal('project_id', filter.projectId),
    ...equal('model', filter.model),
    ...equal('operation', filter.operation),
    ...(isSet(statuses) ? [sql<SqlBool>`status between ${statuses[0]} and ${statuses[1]}`] : []),
    ...(isSet(channelId)
      ? [
          sql<SqlBool>`exists (select 1 from attempts
            where request_id = scanned.id and channel_id = ${channelId})`,
        ]
      : []),
  ];
}

function spanOf({ cursor, fromMs, toMs }: RequestFilter): Condition[] {
  return [
    ...(cursor === null ? [] : [sql<SqlBool>`id < ${cursor}`]),
    ...(isSet(fromMs) ? [sql<SqlBool>`id >= ${earliestRequestId(fromMs)} and started_at >= ${fromMs}`] : []),
    ...(isSet(toMs) ? [sql<SqlBool>`id < ${latestRequestId(toMs)} and started_at < ${toMs}`] : []),
  ];
}

function equal(
  column: string,
  value: string | null | undefined,
  before: RawBuilder<unknown> = sql``,
): Condition[] {
  return isSet(value) ? [sql<SqlBool>`${before}${sql.id(column)} = ${value}`] : [];
}

function isSet<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
