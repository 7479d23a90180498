import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { OrganizationsTable } from '../db/tables.ts';

/** Owns a wallet, projects and, later, members. */
export interface Organization {
  readonly id: Id<'org'>;
  readonly name: string;
  readonly createdAtMs: number;
}

/** All organizations, the oldest first. */
export async function selectOrganizations(db: Executor): Promise<Organization[]> {
  const rows = await db.selectFrom('organizations').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(organizationOf);
}

/** One organization, or undefined. */
export async function selectOrganization(db: Executor, id: Id<'org'>): Promise<Organization | undefined> {
  const row = await db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst();
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

function organizationOf(row: OrganizationsTable): Organization {
  return { id: row.id as Id<'org'>, name: row.name, createdAtMs: row.created_at };
}
