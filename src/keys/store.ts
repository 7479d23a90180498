import type { Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ApiKeysTable } from '../db/tables.ts';
import type { ApiKey, ErrorFormat, KeyStatus } from './api-key.ts';

/** What narrows a list of keys; null where it does not. */
export interface KeyFilter {
  readonly organizationId: Id<'org'> | null;
  readonly projectId: Id<'proj'> | null;
  /** Without a status, every key but the deleted ones. */
  readonly status: KeyStatus | null;
  /** Part of the name, or the last characters of the key. */
  readonly search: string | null;
  /** The id after which the list goes on. */
  readonly cursor: Id<'key'> | null;
  readonly limit: number;
}

/** A key with everything that the first use of it in a process needs, from one query. */
export interface StoredAccess {
  readonly key: ApiKey;
  readonly lookupHash: string;
  readonly errorFormat: ErrorFormat;
  readonly wallet: { readonly grantedNano: number; readonly spentNano: number; readonly heldNano: number };
}

/** Inserts a key; false when a key of the same hash exists, whosever it is. */
export async function insertKey(
  executor: Executor,
  key: ApiKey,
  secrets: { lookupHash: string; keyBox: string | null },
): Promise<boolean> {
  const inserted = await executor
    .insertInto('api_keys')
    .values({
      id: key.id,
      organization_id: key.organizationId,
      project_id: key.projectId,
      group_id: key.groupId,
      image_batch_group_id: key.imageBatchGroupId,
      type: key.type,
      name: key.name,
      lookup_hash: secrets.lookupHash,
      key_box: secrets.keyBox,
      preview: key.preview,
      status: key.status,
      expires_at: key.expiresAtMs,
      quota_nano: key.quotaNano,
      models: JSON.stringify(key.models),
      tags: JSON.stringify(key.tags),
      last_used_at: null,
      created_at: key.createdAtMs,
      updated_at: key.createdAtMs,
    })
    .onConflict((conflict) => conflict.column('lookup_hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The key of an id, deleted ones too; null when there is none. */
export async function findKey(executor: Executor, id: Id<'key'>): Promise<ApiKey | null> {
  const row = await executor.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toApiKey(row);
}

/** The oldest key of a project with this name that is not deleted; null when there is none. */
export async function findKeyByName(
  executor: Executor,
  projectId: Id<'proj'>,
  name: string,
): Promise<ApiKey | null> {
  const row = await executor
    .selectFrom('api_keys')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .where('status', '!=', 'deleted')
    .orderBy('id')
    .executeTakeFirst();
  return row === undefined ? null : toApiKey(row);
}

/** The sealed key string; null when the key does not exist or only its hash is kept. */
export async function findKeyBox(executor: Executor, id: Id<'key'>): Promise<string | null> {
  const row = await executor.selectFrom('api_keys').select('key_box').where('id', '=', id).executeTakeFirst();
  return row?.key_box ?? null;
}

/** The hash a key is looked up by; null when the key does not exist. */
export async function findLookupHash(executor: Executor, id: Id<'key'>): Promise<string | null> {
  const row = await executor
    .selectFrom('api_keys')
    .select('lookup_hash')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.lookup_hash ?? null;
}

/** Keys, newest first. */
export async function listKeys(executor: Executor, filter: KeyFilter): Promise<ApiKey[]> {
  let query = executor.selectFrom('api_keys').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.organizationId !== null) {
    query = query.where('organization_id', '=', filter.organizationId);
  }
  if (filter.projectId !== null) {
    query = query.where('project_id', '=', filter.projectId);
  }
  query =
    filter.status === null
      ? query.where('status', '!=', 'deleted')
      : query.where('status', '=', filter.status);
  if (filter.cursor !== null) {
    query = query.where('id', '<', filter.cursor);
  }
  if (filter.search !== null) {
    const text = filter.search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
    query = query.where(
      sql<boolean>`(lower(name) like ${`%${text}%`} escape '\\' or lower(preview) like ${`%${text}`} escape '\\')`,
    );
  }
  return (await query.execute()).map(toApiKey);
}

/** Changes columns of a key. */
export async function updateKey(
  executor: Executor,
  id: Id<'key'>,
  columns: Updateable<ApiKeysTable>,
): Promise<void> {
  await executor.updateTable('api_keys').set(columns).where('id', '=', id).execute();
}

/** The key of a hash with its project's error format and its organization's wallet, in one query. */
export async function findAccess(executor: Executor, lookupHash: string): Promise<StoredAccess | null> {
  const row = await executor
    .selectFrom('api_keys')
    .innerJoin('projects', 'projects.id', 'api_keys.project_id')
    .leftJoin('wallets', 'wallets.organization_id', 'api_keys.organization_id')
    .selectAll('api_keys')
    .select(['projects.error_format', 'wallets.granted_nano', 'wallets.spent_nano', 'wallets.held_nano'])
    .where('api_keys.lookup_hash', '=', lookupHash)
    .executeTakeFirst();
  if (row === undefined) {
    return null;
  }
  return {
    key: toApiKey(row),
    lookupHash: row.lookup_hash,
    errorFormat: row.error_format,
    wallet: {
      grantedNano: row.granted_nano ?? 0,
      spentNano: row.spent_nano ?? 0,
      heldNano: row.held_nano ?? 0,
    },
  };
}

/** The organization a project belongs to; null when there is no such project. */
export async function findOrganizationOfProject(
  executor: Executor,
  projectId: Id<'proj'>,
): Promise<Id<'org'> | null> {
  const row = await executor
    .selectFrom('projects')
    .select('organization_id')
    .where('id', '=', projectId)
    .executeTakeFirst();
  return row === undefined ? null : (row.organization_id as Id<'org'>);
}

/** Whether a group or an image batch group exists. */
export async function hasGroup(
  executor: Executor,
  table: 'groups' | 'image_batch_groups',
  id: string,
): Promise<boolean> {
  const row = await executor.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

function toApiKey(row: Selectable<ApiKeysTable>): ApiKey {
  return {
    id: row.id as Id<'key'>,
    organizationId: row.organization_id as Id<'org'>,
    projectId: row.project_id as Id<'proj'>,
    name: row.name,
    type: row.type,
    groupId: row.group_id as Id<'grp'> | null,
    imageBatchGroupId: row.image_batch_group_id as Id<'ibg'> | null,
    status: row.status,
    preview: row.preview,
    expiresAtMs: row.expires_at,
    quotaNano: row.quota_nano,
    quotaUsedNano: row.quota_used_nano,
    models: JSON.parse(row.models),
    tags: JSON.parse(row.tags),
    lastUsedAtMs: row.last_used_at,
    createdAtMs: row.created_at,
  };
}
