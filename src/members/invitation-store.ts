import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { InvitationsTable } from '../db/tables.ts';
import type { Role } from './permissions.ts';

/** An invitation of an e-mail address into an organization. Its token is in none of its fields. */
export interface Invitation {
  readonly id: Id<'inv'>;
  readonly organizationId: Id<'org'>;
  /** In lower case. */
  readonly email: string;
  readonly role: Role;
  /** What the audit log calls who invited. */
  readonly invitedBy: string;
  readonly expiresAtMs: number;
  /** Null while nobody accepted it. */
  readonly acceptedAtMs: number | null;
  readonly createdAtMs: number;
}

/** Inserts an invitation. */
export async function insertInvitation(
  tx: Transaction,
  invitation: Invitation,
  tokenHash: string,
): Promise<void> {
  await tx
    .insertInto('invitations')
    .values({
      id: invitation.id,
      organization_id: invitation.organizationId,
      email: invitation.email,
      role: invitation.role,
      token_hash: tokenHash,
      invited_by: invitation.invitedBy,
      expires_at: invitation.expiresAtMs,
      accepted_at: invitation.acceptedAtMs,
      created_at: invitation.createdAtMs,
    })
    .execute();
}

/** The invitations of an organization, or of all of them, newest first. */
export async function selectInvitations(
  db: Executor,
  organizationId: Id<'org'> | null,
): Promise<Invitation[]> {
  let query = db.selectFrom('invitations').selectAll().orderBy('id', 'desc');
  if (organizationId !== null) {
    query = query.where('organization_id', '=', organizationId);
  }
  return (await query.execute()).map(invitationOf);
}

/** One invitation, or undefined. */
export async function selectInvitation(db: Executor, id: Id<'inv'>): Promise<Invitation | undefined> {
  const row = await db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();
  return row && invitationOf(row);
}

/** What an invitation is found by. */
interface Presented {
  readonly tokenHash: string;
  readonly email: string;
  readonly nowMs: number;
}

/**
 * Whether an address has an open invitation into an organization that is not deleted; with a hash, the one of
 * that token.
 */
export async function hasOpenInvitation(
  db: Executor,
  { email, nowMs, tokenHash }: Omit<Presented, 'tokenHash'> & Partial<Presented>,
): Promise<boolean> {
  let query = db
    .selectFrom('invitations')
    .innerJoin('organizations', 'organizations.id', 'invitations.organization_id')
    .select('invitations.id')
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', nowMs)
    .where('organizations.status', '=', 'active');
  if (tokenHash !== undefined) {
    query = query.where('token_hash', '=', tokenHash);
  }
  return (await query.executeTakeFirst()) !== undefined;
}

/** Marks the open invitation of a token and an address as accepted; undefined when there is none. */
export async function takeInvitation(tx: Transaction, asked: Presented): Promise<Invitation | undefined> {
  const row = await tx
    .updateTable('invitations')
    .set({ accepted_at: asked.nowMs })
    .where('token_hash', '=', asked.tokenHash)
    .where('email', '=', asked.email)
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', asked.nowMs)
    .returningAll()
    .executeTakeFirst();
  return row && invitationOf(row);
}

/** Removes an invitation that was not accepted; false when there is none. */
export async function deleteOpenInvitation(db: Executor, id: Id<'inv'>): Promise<boolean> {
  const row = await db
    .deleteFrom('invitations')
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function invitationOf(row: Selectable<InvitationsTable>): Invitation {
  return {
    id: row.id as Id<'inv'>,
    organizationId: row.organization_id as Id<'org'>,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    expiresAtMs: row.expires_at,
    acceptedAtMs: row.accepted_at,
    createdAtMs: row.created_at,
  };
}
