import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { OrganizationsTable } from '../db/tables.ts';

/** Owns a wallet, projects and members. */
export interface Organization {
  readonly id: Id<'org'>;
  readonly name: string;
  readonly createdAtMs: number;
}

/** All organizations that are not deleted, the oldest first. */
export async function selectOrganizations(db: Executor): Promise<Organization[]> {
  const rows = await db
    .selectFrom('organizations')
    .selectAll()
    .where('status', '=', 'active')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(organizationOf);
}

/** The organization that was made first, which cannot be deleted; undefined in an empty database. */
export async function selectOldestOrganization(db: Executor): Promise<Organization | undefined> {
  const row = await db
    .selectFrom('organizations')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && organizationOf(row);
}

/** One organization that is not deleted, or undefined. */
export async function selectOrganization(db: Executor, id: Id<'org'>): Promise<Organization | undefined> {
  const row = await db
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return row && organizationOf(row);
}

/** Inserts an organization and its empty wallet. */
export async function insertOrganization(tx: Transaction, organization: Organization): Promise<void> {
  const { id, name, createdAtMs } = organization;
  await tx.insertInto('organizations').values({ id, name, created_at: createdAtMs }).execute();
  await tx
    .insertInto('wallets')
    .values({ organization_id: id, granted_nano: 0, spent_nano: 0, updated_at: createdAtMs })
    .execute();
}

/** Names an organization anew; false when there is none. */
export async function renameOrganization(db: Executor, id: Id<'org'>, name: string): Promise<boolean> {
  const row = await db
    .updateTable('organizations')
    .set({ name })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks an organization as deleted; false when there is none. */
export async function markDeleted(tx: Transaction, id: Id<'org'>): Promise<boolean> {
  const row = await tx
    .updateTable('organizations')
    .set({ status: 'deleted' })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an organization has API keys that are not deleted. */
export async function hasLiveKeys(db: Executor, id: Id<'org'>): Promise<boolean> {
  const key = await db
    .selectFrom('api_keys')
    .select('id')
    .where('organization_id', '=', id)
    .where('status', '<>', 'deleted')
    .limit(1)
    .executeTakeFirst();
  return key !== undefined;
}

function organizationOf(row: Selectable<OrganizationsTable>): Organization {
  return { id: row.id as Id<'org'>, name: row.name, createdAtMs: row.created_at };
}
