import type { Updateable } from 'kysely';
import type { Id } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Executor } from '../db/index.ts';
import type { ApiKeysTable } from '../db/tables.ts';
import type { ApiKey } from './api-key.ts';
import { keyOfRow, rowOfKey } from './key-row-store.ts';

/** What a key needs to know of the project it is made in. */
export interface ProjectOfKey {
  readonly organizationId: Id<'org'>;
  /** Whether the project keeps hashes alone of its keys. */
  readonly hashOnly: boolean;
}

/** Inserts a key; false when a key of the same hash exists, whosever it is. */
export async function insertKey(
  executor: Executor,
  key: ApiKey,
  secrets: { lookupHash: string; keyBox: string | null },
): Promise<boolean> {
  const inserted = await executor
    .insertInto('api_keys')
    .values(rowOfKey(key, secrets))
    .onConflict((conflict) => conflict.column('lookup_hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The key of an id, deleted ones too. @throws {Refusal} `not_found`. */
export async function mustFindKey(executor: Executor, id: Id<'key'>): Promise<ApiKey> {
  const row = await executor.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) {
    throw new Refusal('not_found', { message: 'There is no API key with this id' });
  }
  return keyOfRow(row);
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
  return row === undefined ? null : keyOfRow(row);
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

/** The key of a hash, deleted ones too; null when there is none. */
export async function findKeyByHash(executor: Executor, lookupHash: string): Promise<ApiKey | null> {
  const row = await executor
    .selectFrom('api_keys')
    .selectAll()
    .where('lookup_hash', '=', lookupHash)
    .executeTakeFirst();
  return row === undefined ? null : keyOfRow(row);
}

/** Changes columns of a key. */
export async function updateKey(
  executor: Executor,
  id: Id<'key'>,
  columns: Updateable<ApiKeysTable>,
): Promise<void> {
  await executor.updateTable('api_keys').set(columns).where('id', '=', id).execute();
}

/** What a key needs to know of its project; null when there is no such project. */
export async function findProject(executor: Executor, projectId: Id<'proj'>): Promise<ProjectOfKey | null> {
  const row = await executor
    .selectFrom('projects')
    .select(['organization_id', 'hash_only'])
    .where('id', '=', projectId)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { organizationId: row.organization_id as Id<'org'>, hashOnly: row.hash_only === 1 };
}

/** Which organizations see a group or an image batch group, as JSON, null for all; undefined when there is none. */
export async function findVisibility(
  executor: Executor,
  table: 'groups' | 'image_batch_groups',
  id: string,
): Promise<string | null | undefined> {
  const row = await executor.selectFrom(table).select('visible_to').where('id', '=', id).executeTakeFirst();
  return row?.visible_to;
}

/** Whether an organization sees any image batch group at all. */
export async function seesImageBatchGroup(executor: Executor, organizationId: Id<'org'>): Promise<boolean> {
  const rows = await executor.selectFrom('image_batch_groups').select('visible_to').execute();
  return rows.some(({ visible_to }) => isVisibleTo(visible_to, organizationId));
}

/** Whether a stored visibility includes an organization. */
export function isVisibleTo(visibleTo: string | null, organizationId: Id<'org'>): boolean {
  return visibleTo === null || (JSON.parse(visibleTo) as string[]).includes(organizationId);
}
