import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Members and their roles, invitations, management keys, the settings of projects, who did what from where. */
export function people(engine: Engine): Migration {
  return sqlMigration(engine, [...PEOPLE, ...SETTINGS, ...AUDIT]);
}

const PEOPLE = [
  `create table members (
    id text not null,
    organization_id text not null,
    user_id text not null,
    role text not null,
    created_at bigint not null,
    constraint members_pk primary key (id),
    constraint members_user_unique unique (user_id, organization_id),
    constraint members_organization_fk foreign key (organization_id) references organizations (id)
  )`,
  'create index members_organization_id_id_index on members (organization_id, id)',
  `create table invitations (
    id text not null,
    organization_id text not null,
    email text not null,
    role text not null,
    token_hash text not null,
    invited_by text not null,
    expires_at bigint not null,
    accepted_at bigint,
    created_at bigint not null,
    constraint invitations_pk primary key (id),
    constraint invitations_token_unique unique (token_hash),
    constraint invitations_organization_fk foreign key (organization_id) references organizations (id)
  )`,
  'create index invitations_organization_id_id_index on invitations (organization_id, id)',
  'create index invitations_email_index on invitations (email)',
  `create table management_keys (
    id text not null,
    organization_id text,
    name text not null,
    lookup_hash text not null,
    preview text not null,
    scopes text not null,
    expires_at bigint,
    status text not null,
    last_used_at bigint,
    created_by text not null,
    created_at bigint not null,
    constraint management_keys_pk primary key (id),
    constraint management_keys_lookup_unique unique (lookup_hash),
    constraint management_keys_organization_fk foreign key (organization_id) references organizations (id)
  )`,
];

const SETTINGS = [
  "alter table organizations add column status text not null default 'active'",
  "alter table projects add column iam_rules text not null default '[]'",
  "alter table projects add column ip_allow text not null default '[]'",
  "alter table projects add column ip_deny text not null default '[]'",
  'alter table projects add column monthly_budget_nano bigint',
  'alter table projects add column hash_only integer not null default 0',
  'alter table projects add column default_group_id text',
  'alter table projects add column webhook_secret_box text',
  'alter table groups add column visible_to text',
  'alter table image_batch_groups add column visible_to text',
];

const AUDIT = [
  "alter table audit_entries add column actor_kind text not null default 'operator'",
  'alter table audit_entries add column actor_id text',
  'alter table audit_entries add column address text',
  'alter table audit_entries add column before_change text',
  'alter table audit_entries add column after_change text',
  'create index audit_entries_organization_id_id_index on audit_entries (organization_id, id)',
];
