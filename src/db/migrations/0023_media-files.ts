import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Files of media tasks, and how long a project keeps them. */
export function mediaFiles(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table media_files (
      id text not null,
      organization_id text not null,
      project_id text not null,
      task_id text not null,
      role text not null,
      ordinal integer not null,
      media_type text not null,
      bytes bigint not null,
      sha256 text not null,
      seconds integer,
      created_at bigint not null,
      expires_at bigint,
      deleted_at bigint,
      constraint media_files_pk primary key (id),
      constraint media_files_place_key unique (task_id, role, ordinal)
    )`,
    'create index media_files_expires_at_index on media_files (expires_at) where deleted_at is null',
    'alter table projects add column media_retention_days integer',
  ]);
}
