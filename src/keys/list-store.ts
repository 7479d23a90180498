import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ApiKeysTable } from '../db/tables.ts';
import type { ApiKey, KeySort, KeyType } from './api-key.ts';
import { keyOfRow } from './key-row-store.ts';
import type { ShownKeyStatus } from './shown-status.ts';

/** What narrows and orders a list of keys; null where it does not. */
export interface KeyFilter {
  readonly organizationId: Id<'org'> | null;
  readonly projectId: Id<'proj'> | null;
  /** As it is shown, so `active` leaves out what is expired or exhausted. Null: all but the deleted ones. */
  readonly status: ShownKeyStatus | null;
  readonly type: KeyType | null;
  readonly groupId: Id<'grp'> | null;
  readonly imageBatchGroupId: Id<'ibg'> | null;
  /** The person who made them. */
  readonly createdBy: string | null;
  /** A tag by name, and by value unless that is null. */
  readonly tag: { readonly name: string; readonly value: string | null } | null;
  /** Part of the name, or the last characters of the key. */
  readonly search: string | null;
  readonly sort: KeySort;
  readonly isDescending: boolean;
  /** The id after which the list goes on. */
  readonly cursor: Id<'key'> | null;
  readonly limit: number;
}

/** What a sort compares; equal ones are told apart by id. A time that is not there counts as long ago. */
const SORT_KEYS: Readonly<Record<KeySort, string>> = {
  created_at: 'created_at',
  name: 'lower(name)',
  last_used_at: 'coalesce(last_used_at, 0)',
  expires_at: 'coalesce(expires_at, 0)',
  quota_used: 'quota_used_nano',
};

/** A part of the keys that fit the filter. */
export async function listKeys(executor: Executor, filter: KeyFilter, nowMs: number): Promise<ApiKey[]> {
  const direction = filter.isDescending ? 'desc' : 'asc';
  // Ids sort by the time they were made in, which is in the index of an organization's keys.
  const order = filter.sort === 'created_at' ? 'id' : `${SORT_KEYS[filter.sort]} ${direction}, id`;
  const rows = await executor
    .selectFrom('api_keys')
    .selectAll()
    .where((eb) => eb.and(conditions(eb, filter, nowMs)))
    .orderBy(sql.raw(`${order} ${direction}`))
    .limit(filter.limit)
    .execute();
  return rows.map(keyOfRow);
}

type Builder = ExpressionBuilder<{ api_keys: ApiKeysTable }, 'api_keys'>;

function conditions(eb: Builder, filter: KeyFilter, nowMs: number) {
  const equal = [
    ['organization_id', filter.organizationId],
    ['project_id', filter.projectId],
    ['type', filter.type],
    ['group_id', filter.groupId],
    ['image_batch_group_id', filter.imageBatchGroupId],
    ['created_by', filter.createdBy],
  ] as const;
  return [
    hasStatus(filter.status, nowMs),
    ...equal.flatMap(([column, value]) => (value === null ? [] : [eb(column, '=', value)])),
    ...(filter.cursor === null ? [] : [comesAfter(filter.cursor, filter)]),
    ...(filter.search === null ? [] : [isFoundBy(filter.search)]),
    ...(filter.tag === null ? [] : [hasTag(filter.tag)]),
  ];
}

/** The same rules as `shownStatusOf`. */
function hasStatus(status: ShownKeyStatus | null, nowMs: number): RawBuilder<boolean> {
  const isExpired = sql`(expires_at is not null and expires_at <= ${nowMs})`;
  const isExhausted = sql`(quota_nano is not null and quota_used_nano >= quota_nano)`;
  switch (status) {
    case null:
      return sql<boolean>`status <> 'deleted'`;
    case 'active':
      return sql<boolean>`(status = 'active' and not ${isExpired} and not ${isExhausted})`;
    case 'expired':
      return sql<boolean>`(status = 'active' and ${isExpired})`;
    case 'exhausted':
      return sql<boolean>`(status = 'active' and not ${isExpired} and ${isExhausted})`;
    case 'inactive':
    case 'deleted':
      return sql<boolean>`status = ${status}`;
  }
}

/** What the key of the cursor is sorted by is looked up, so that a cursor stays an id in every order. */
function comesAfter(cursor: Id<'key'>, { sort, isDescending }: KeyFilter): RawBuilder<boolean> {
  const than = sql.raw(isDescending ? '<' : '>');
  if (sort === 'created_at') {
    return sql<boolean>`id ${than} ${cursor}`;
  }
  const key = sql.raw(SORT_KEYS[sort]);
  return sql<boolean>`(${key}, id) ${than} (select ${key}, id from api_keys where id = ${cursor})`;
}

function isFoundBy(search: string): RawBuilder<boolean> {
  const text = escaped(search.toLowerCase());
  return sql<boolean>`(lower(name) like ${`%${text}%`} escape '\\' or lower(preview) like ${`%${text}`} escape '\\')`;
}

/**
 * Tags stand as JSON without spaces, and a quote inside a name or a value has a backslash before it.
 * `replace` looks at capitals on both engines; `like` does so on one of them.
 */
function hasTag({ name, value }: { name: string; value: string | null }): RawBuilder<boolean> {
  const member = `${JSON.stringify(name)}:${value === null ? '"' : JSON.stringify(value)}`;
  return sql<boolean>`(replace(tags, ${`{${member}`}, '') <> tags or replace(tags, ${`,${member}`}, '') <> tags)`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
