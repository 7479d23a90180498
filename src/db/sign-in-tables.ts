import type { Generated } from 'kysely';

/** The tables of sign-in that our own queries touch; better-auth knows two more. */
export interface SignInTables {
  auth_accounts: AuthAccountsTable;
  auth_sessions: AuthSessionsTable;
  auth_users: AuthUsersTable;
  auth_verifications: AuthVerificationsTable;
  first_operator_links: FirstOperatorLinksTable;
}

/**
 * People. Like every table whose name begins with `auth_` it is read and written by better-auth too, which
 * keeps moments as ISO 8601 texts in UTC.
 */
interface AuthUsersTable {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  email_verified: number;
  image: string | null;
  is_operator: Generated<number>;
  two_factor_enabled: Generated<number | null>;
  /** When the person got an organization, in epoch milliseconds; null until then. */
  placed_at: number | null;
  created_at: string;
  updated_at: string;
}

/** Sessions. A token alone opens none: the cookie carries its signature beside it. */
interface AuthSessionsTable {
  id: string;
  user_id: string;
  token: string;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

/** How a person proves who they are: a password (provider `credential`), or an account at a provider. */
interface AuthAccountsTable {
  id: string;
  user_id: string;
  provider_id: string;
  account_id: string;
  /** The hash of the password, in PHC format. */
  password: string | null;
  created_at: string;
  updated_at: string;
}

/** Tokens of links that were mailed, hashed, and what waits for a second factor or a passkey. */
interface AuthVerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

/** The link with which the first operator signs up; there is one at most. */
interface FirstOperatorLinksTable {
  token_hash: string;
  /** Epoch milliseconds. */
  expires_at: number;
}
