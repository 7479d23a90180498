import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';

/** A session as its owner is shown it: nothing in it opens it. */
export interface Session {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** Somebody who has an account, and whether they have an organization yet. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly isOperator: boolean;
  readonly isPlaced: boolean;
}

/** An account that is made without better-auth. */
export interface NewOperator {
  readonly userId: Id<'usr'>;
  readonly accountId: Id<'auth'>;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAtMs: number;
}

/** The names and addresses of people by their ids; who is gone is left out. */
export async function selectPeople(
  db: Executor,
  userIds: readonly string[],
): Promise<Map<string, { readonly email: string; readonly name: string }>> {
  if (userIds.length === 0) {
    return new Map();
  }
  const rows = await db
    .selectFrom('auth_users')
    .select(['id', 'email', 'name'])
    .where('id', 'in', userIds)
    .execute();
  return new Map(rows.map(({ id, email, name }) => [id, { email, name }]));
}

/** One person, or undefined. */
export async function selectPerson(db: Executor, userId: string): Promise<Person | undefined> {
  const row = await db.selectFrom('auth_users').selectAll().where('id', '=', userId).executeTakeFirst();
  return (
    row && {
      ...{ userId: row.id, email: row.email, name: row.name },
      isOperator: row.is_operator === 1,
      isPlaced: row.placed_at !== null,
    }
  );
}

/** Whether any person is an operator. */
export async function hasOperator(db: Executor): Promise<boolean> {
  const row = await db
    .selectFrom('auth_users')
    .select('id')
    .where('is_operator', '=', 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks a person as having an organization. */
export async function markPlaced(db: Executor, userId: string, nowMs: number): Promise<void> {
  await db.updateTable('auth_users').set({ placed_at: nowMs }).where('id', '=', userId).execute();
}

/** Inserts a person who is an operator and signs in with a password. */
export async function insertOperator(tx: Transaction, operator: NewOperator): Promise<void> {
  const at = new Date(operator.createdAtMs).toISOString();
  const { userId, email, name, passwordHash } = operator;
  await tx
    .insertInto('auth_users')
    .values({
      ...{ id: userId, email, name, image: null, placed_at: null },
      ...{ email_verified: 1, is_operator: 1, created_at: at, updated_at: at },
    })
    .execute();
  await tx
    .insertInto('auth_accounts')
    .values({
      ...{ id: operator.accountId, user_id: userId, password: passwordHash },
      // As better-auth keeps a password: an account of the person with themselves.
      ...{ provider_id: 'credential', account_id: userId, created_at: at, updated_at: at },
    })
    .execute();
}

/** Puts a link for the first operator in the place of any other. */
export async function replaceFirstLink(
  tx: Transaction,
  link: { readonly tokenHash: string; readonly expiresAtMs: number },
): Promise<void> {
  await tx.deleteFrom('first_operator_links').execute();
  await tx
    .insertInto('first_operator_links')
    .values({ token_hash: link.tokenHash, expires_at: link.expiresAtMs })
    .execute();
}

/** Uses up the link of the first operator; false when there is none with this token. */
export async function takeFirstLink(tx: Transaction, tokenHash: string, nowMs: number): Promise<boolean> {
  const row = await tx
    .deleteFrom('first_operator_links')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', nowMs)
    .returning('token_hash')
    .executeTakeFirst();
  return row !== undefined;
}

/** The sessions of a person that live, the newest first. */
export async function selectSessions(db: Executor, userId: string, nowMs: number): Promise<Session[]> {
  const rows = await db
    .selectFrom('auth_sessions')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', new Date(nowMs).toISOString())
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    address: row.ip_address || null,
    userAgent: row.user_agent || null,
    createdAtMs: Date.parse(row.created_at),
    expiresAtMs: Date.parse(row.expires_at),
  }));
}

/** Removes a session of a person; false when there is none. */
export async function deleteSession(db: Executor, userId: string, sessionId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('auth_sessions')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes what nobody can use any more: sessions and tokens whose time is over. */
export async function deleteExpired(db: Executor, nowMs: number): Promise<void> {
  const now = new Date(nowMs).toISOString();
  await db.deleteFrom('auth_sessions').where('expires_at', '<', now).execute();
  await db.deleteFrom('auth_verifications').where('expires_at', '<', now).execute();
}
