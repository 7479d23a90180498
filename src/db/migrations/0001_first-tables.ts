import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { recordTables } from './0001_record-tables.ts';

/**
 * The first schema, in the SQL both engines read alike: `text`, `integer` (int4) and `bigint` (int8)
 * alone. Indexes are few, because every settled request inserts rows and pays for each of them.
 */
export function firstTables(engine: Engine): Migration {
  const statements = [
    ...ACCOUNTS,
    ...ROUTES,
    API_KEYS,
    API_KEYS_BY_ORGANIZATION,
    ...recordTables(engine),
    ...NOTES,
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) {
        await sql.raw(inBinaryOrder(statement, engine)).execute(db);
      }
    },
  };
}

/** SQLite orders text by its bytes; PostgreSQL by the locale of its machine unless told otherwise. */
function inBinaryOrder(statement: string, engine: Engine): string {
  return engine === 'sqlite' ? statement : statement.replaceAll(' text', ' text collate "C"');
}

const ACCOUNTS = [
  `create table organizations (
    id text not null,
    name text not null,
    created_at bigint not null,
    constraint organizations_pk primary key (id)
  )`,
  `create table wallets (
    organization_id text not null,
    granted_nano bigint not null,
    spent_nano bigint not null,
    held_nano bigint not null default 0,
    updated_at bigint not null,
    constraint wallets_pk primary key (organization_id),
    constraint wallets_organization_fk foreign key (organization_id) references organizations (id),
    constraint wallets_granted_check check (granted_nano >= 0),
    constraint wallets_spent_check check (spent_nano >= 0),
    constraint wallets_held_check check (held_nano >= 0),
    constraint wallets_remaining_check check (granted_nano - spent_nano - held_nano >= 0)
  )`,
  `create table projects (
    id text not null,
    organization_id text not null,
    name text not null,
    mode text not null,
    error_format text not null,
    created_at bigint not null,
    constraint projects_pk primary key (id),
    constraint projects_name_unique unique (organization_id, name),
    constraint projects_organization_fk foreign key (organization_id) references organizations (id)
  )`,
];

const ROUTES = [
  `create table groups (
    id text not null,
    name text not null,
    platforms text not null,
    multiplier_ppm bigint not null,
    translate integer not null,
    created_at bigint not null,
    updated_at bigint not null,
    constraint groups_pk primary key (id),
    constraint groups_name_unique unique (name),
    constraint groups_multiplier_check check (multiplier_ppm >= 0)
  )`,
  `create table image_batch_groups (
    id text not null,
    name text not null,
    models text not null,
    concurrency integer not null,
    queue_limit integer not null,
    prices text not null,
    created_at bigint not null,
    updated_at bigint not null,
    constraint image_batch_groups_pk primary key (id),
    constraint image_batch_groups_name_unique unique (name)
  )`,
  `create table channels (
    id text not null,
    name text not null,
    provider text not null,
    base_url text not null,
    credentials_box text not null,
    models text not null,
    group_ids text not null,
    image_batch_group_ids text not null,
    priority integer not null,
    weight integer not null,
    concurrency integer not null,
    allow_private integer not null,
    status text not null,
    created_at bigint not null,
    updated_at bigint not null,
    constraint channels_pk primary key (id),
    constraint channels_name_unique unique (name)
  )`,
  `create table models (
    name text not null,
    price text not null,
    updated_at bigint not null,
    constraint models_pk primary key (name)
  )`,
];

const API_KEYS = `create table api_keys (
  id text not null,
  organization_id text not null,
  project_id text not null,
  group_id text,
  image_batch_group_id text,
  type text not null,
  name text not null,
  lookup_hash text not null,
  key_box text,
  preview text not null,
  status text not null,
  expires_at bigint,
  quota_nano bigint,
  quota_used_nano bigint not null default 0,
  models text not null,
  tags text not null,
  last_used_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  constraint api_keys_pk primary key (id),
  constraint api_keys_lookup_unique unique (lookup_hash),
  constraint api_keys_organization_fk foreign key (organization_id) references organizations (id),
  constraint api_keys_group_fk foreign key (group_id) references groups (id),
  constraint api_keys_image_batch_group_fk foreign key (image_batch_group_id) references image_batch_groups (id),
  constraint api_keys_quota_used_check check (quota_used_nano >= 0)
)`;

const API_KEYS_BY_ORGANIZATION =
  'create index api_keys_organization_id_id_index on api_keys (organization_id, id)';

const NOTES = [
  `create table audit_entries (
    id text not null,
    at bigint not null,
    actor text not null,
    action text not null,
    target_id text,
    organization_id text,
    details text not null,
    constraint audit_entries_pk primary key (id)
  )`,
  `create table idempotency_records (
    idempotency_key text not null,
    scope text not null,
    request_hash text not null,
    status integer,
    response_box text,
    created_at bigint not null,
    constraint idempotency_records_pk primary key (scope, idempotency_key)
  )`,
];
