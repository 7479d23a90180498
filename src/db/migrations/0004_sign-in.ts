import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/**
 * People, how they prove who they are, and their sessions. What the columns hold is for better-auth to
 * say, and a test compares them with what it expects. It keeps moments as ISO 8601 texts in UTC, which sort
 * like the moments themselves; `placed_at` and `first_operator_links` are our own and hold milliseconds.
 */
export function signIn(engine: Engine): Migration {
  return sqlMigration(engine, [...PEOPLE, ...PROOFS, ...LINKS]);
}

const PEOPLE = [
  `create table auth_users (
    id text not null,
    name text not null,
    email text not null,
    email_verified integer not null,
    image text,
    is_operator integer not null default 0,
    two_factor_enabled integer default 0,
    placed_at bigint,
    created_at text not null,
    updated_at text not null,
    constraint auth_users_pk primary key (id),
    constraint auth_users_email_unique unique (email)
  )`,
  `create table auth_sessions (
    id text not null,
    user_id text not null,
    token text not null,
    ip_address text,
    user_agent text,
    expires_at text not null,
    created_at text not null,
    updated_at text not null,
    constraint auth_sessions_pk primary key (id),
    constraint auth_sessions_token_unique unique (token),
    constraint auth_sessions_user_fk foreign key (user_id) references auth_users (id) on delete cascade
  )`,
  'create index auth_sessions_user_id_index on auth_sessions (user_id)',
  'create index auth_sessions_expires_at_index on auth_sessions (expires_at)',
];

const PROOFS = [
  `create table auth_accounts (
    id text not null,
    user_id text not null,
    provider_id text not null,
    account_id text not null,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at text,
    refresh_token_expires_at text,
    scope text,
    created_at text not null,
    updated_at text not null,
    constraint auth_accounts_pk primary key (id),
    constraint auth_accounts_account_unique unique (provider_id, account_id),
    constraint auth_accounts_user_fk foreign key (user_id) references auth_users (id) on delete cascade
  )`,
  'create index auth_accounts_user_id_index on auth_accounts (user_id)',
  `create table auth_verifications (
    id text not null,
    identifier text not null,
    value text not null,
    expires_at text not null,
    created_at text not null,
    updated_at text not null,
    constraint auth_verifications_pk primary key (id)
  )`,
  'create index auth_verifications_identifier_index on auth_verifications (identifier)',
  `create table auth_two_factors (
    id text not null,
    user_id text not null,
    secret text not null,
    backup_codes text not null,
    verified integer default 1,
    failed_verification_count integer default 0,
    locked_until text,
    constraint auth_two_factors_pk primary key (id),
    constraint auth_two_factors_user_fk foreign key (user_id) references auth_users (id) on delete cascade
  )`,
  'create index auth_two_factors_user_id_index on auth_two_factors (user_id)',
  `create table auth_passkeys (
    id text not null,
    user_id text not null,
    name text,
    public_key text not null,
    credential_id text not null,
    counter integer not null,
    device_type text not null,
    backed_up integer not null,
    transports text,
    aaguid text,
    created_at text,
    constraint auth_passkeys_pk primary key (id),
    constraint auth_passkeys_credential_unique unique (credential_id),
    constraint auth_passkeys_user_fk foreign key (user_id) references auth_users (id) on delete cascade
  )`,
  'create index auth_passkeys_user_id_index on auth_passkeys (user_id)',
];

const LINKS = [
  `create table first_operator_links (
    token_hash text not null,
    expires_at bigint not null,
    constraint first_operator_links_pk primary key (token_hash)
  )`,
];
