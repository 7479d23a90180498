import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { ManagementKeysTable } from '../db/tables.ts';
import { isPermission, type Scope } from '../members/index.ts';

/** What a program manages the gateway with. The key string is in none of its fields. */
export interface ManagementKey {
  readonly id: Id<'mk'>;
  /** Null for a key of the operator, which works in every organization. */
  readonly organizationId: Id<'org'> | null;
  readonly name: string;
  readonly preview: string;
  readonly scopes: readonly Scope[];
  /** Null is never. */
  readonly expiresAtMs: number | null;
  readonly status: 'active' | 'revoked';
  readonly lastUsedAtMs: number | null;
  /** What the audit log calls who made it. */
  readonly createdBy: string;
  readonly createdAtMs: number;
}

/** Inserts a management key. */
export async function insertManagementKey(
  db: Executor,
  key: ManagementKey,
  lookupHash: string,
): Promise<void> {
  await db
    .insertInto('management_keys')
    .values({
      id: key.id,
      organization_id: key.organizationId,
      name: key.name,
      lookup_hash: lookupHash,
      preview: key.preview,
      scopes: JSON.stringify(key.scopes),
      expires_at: key.expiresAtMs,
      status: key.status,
      last_used_at: key.lastUsedAtMs,
      created_by: key.createdBy,
      created_at: key.createdAtMs,
    })
    .execute();
}

/** The management keys of an organization, or all of them, newest first. */
export async function selectManagementKeys(
  db: Executor,
  organizationId: Id<'org'> | null,
): Promise<ManagementKey[]> {
  let query = db.selectFrom('management_keys').selectAll().orderBy('id', 'desc');
  if (organizationId !== null) {
    query = query.where('organization_id', '=', organizationId);
  }
  return (await query.execute()).map(managementKeyOf);
}

/** One management key, or undefined. */
export async function selectManagementKey(db: Executor, id: Id<'mk'>): Promise<ManagementKey | undefined> {
  const row = await db.selectFrom('management_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row && managementKeyOf(row);
}

/** The key of a hash, unless its organization was deleted; undefined when there is none. */
export async function selectByHash(db: Executor, lookupHash: string): Promise<ManagementKey | undefined> {
  const row = await db
    .selectFrom('management_keys')
    .leftJoin('organizations', 'organizations.id', 'management_keys.organization_id')
    .selectAll('management_keys')
    .where('lookup_hash', '=', lookupHash)
    .where((is) => is.or([is('organization_id', 'is', null), is('organizations.status', '=', 'active')]))
    .executeTakeFirst();
  return row && managementKeyOf(row);
}

/** Revokes a key for good. */
export async function markRevoked(db: Executor, id: Id<'mk'>): Promise<void> {
  await db.updateTable('management_keys').set({ status: 'revoked' }).where('id', '=', id).execute();
}

/** Writes when a key was last used. */
export async function writeLastUsed(db: Executor, id: Id<'mk'>, atMs: number): Promise<void> {
  await db.updateTable('management_keys').set({ last_used_at: atMs }).where('id', '=', id).execute();
}

function managementKeyOf(row: Selectable<ManagementKeysTable>): ManagementKey {
  return {
    id: row.id as Id<'mk'>,
    organizationId: row.organization_id as Id<'org'> | null,
    name: row.name,
    preview: row.preview,
    // A permission that a later version took away is no scope any more.
    scopes: (JSON.parse(row.scopes) as string[]).filter(isPermission),
    expiresAtMs: row.expires_at,
    status: row.status,
    lastUsedAtMs: row.last_used_at,
    createdBy: row.created_by,
    createdAtMs: row.created_at,
  };
}
