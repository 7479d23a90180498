import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** The whole policy of a key, and the strings it had before it was rotated. */
export function keyPolicies(engine: Engine): Migration {
  return sqlMigration(engine, [
    'alter table api_keys add column rpm bigint',
    'alter table api_keys add column tpm bigint',
    'alter table api_keys add column concurrency integer',
    'alter table api_keys add column queue_limit integer not null default 0',
    'alter table api_keys add column spend_5h_nano bigint',
    'alter table api_keys add column spend_1d_nano bigint',
    'alter table api_keys add column spend_7d_nano bigint',
    'alter table api_keys add column spend_30d_nano bigint',
    "alter table api_keys add column ip_allow text not null default '[]'",
    "alter table api_keys add column ip_deny text not null default '[]'",
    "alter table api_keys add column iam_rules text not null default '[]'",
    'alter table api_keys add column default_model text',
    'alter table api_keys add column created_by text',
    'alter table api_keys add column leaked_at bigint',
    'create index api_keys_project_id_id_index on api_keys (project_id, id)',
    `create table retired_key_values (
      lookup_hash text not null,
      key_id text not null,
      preview text not null,
      expires_at bigint not null,
      constraint retired_key_values_pk primary key (lookup_hash),
      constraint retired_key_values_key_fk foreign key (key_id) references api_keys (id)
    )`,
    'create index retired_key_values_key_id_index on retired_key_values (key_id)',
  ]);
}
