import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { MembersTable } from '../db/tables.ts';
import type { Role } from './permissions.ts';

/** A person in an organization. */
export interface Member {
  readonly id: Id<'mem'>;
  readonly organizationId: Id<'org'>;
  readonly userId: string;
  readonly role: Role;
  readonly createdAtMs: number;
}

/** Where a person is a member, and as what. */
export interface Membership {
  readonly organizationId: Id<'org'>;
  readonly organizationName: string;
  readonly role: Role;
}

/** The organizations of a person that are not deleted, the oldest membership first. */
export async function selectMemberships(db: Executor, userId: string): Promise<Membership[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .select(['members.organization_id', 'members.role', 'organizations.name'])
    .where('members.user_id', '=', userId)
    .where('organizations.status', '=', 'active')
    .orderBy('members.created_at')
    .orderBy('members.id')
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id as Id<'org'>,
    organizationName: row.name,
    role: row.role,
  }));
}

/** The members of an organization, or of all of them, the oldest first. */
export async function selectMembers(db: Executor, organizationId: Id<'org'> | null): Promise<Member[]> {
  let query = db.selectFrom('members').selectAll().orderBy('id');
  if (organizationId !== null) {
    query = query.where('organization_id', '=', organizationId);
  }
  return (await query.execute()).map(memberOf);
}

/** One member, or undefined. */
export async function selectMember(db: Executor, id: Id<'mem'>): Promise<Member | undefined> {
  const row = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
  return row && memberOf(row);
}

/** Inserts a member; false when the person is one already. */
export async function insertMember(tx: Transaction, member: Member): Promise<boolean> {
  const row = await tx
    .insertInto('members')
    .values({
      id: member.id,
      organization_id: member.organizationId,
      user_id: member.userId,
      role: member.role,
      created_at: member.createdAtMs,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'organization_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes the role of a member. */
export async function updateRole(tx: Transaction, id: Id<'mem'>, role: Role): Promise<void> {
  await tx.updateTable('members').set({ role }).where('id', '=', id).execute();
}

/** Removes a member. */
export async function deleteMember(tx: Transaction, id: Id<'mem'>): Promise<void> {
  await tx.deleteFrom('members').where('id', '=', id).execute();
}

/**
 * Lets one transaction at a time change who belongs to an organization: two owners who remove each other
 * at once would otherwise both see the other one still there.
 */
export async function lockMembers(tx: Transaction, organizationId: Id<'org'>): Promise<void> {
  await tx
    .updateTable('organizations')
    .set((columns) => ({ status: columns.ref('status') }))
    .where('id', '=', organizationId)
    .execute();
}

function memberOf(row: Selectable<MembersTable>): Member {
  return {
    id: row.id as Id<'mem'>,
    organizationId: row.organization_id as Id<'org'>,
    userId: row.user_id,
    role: row.role,
    createdAtMs: row.created_at,
  };
}
