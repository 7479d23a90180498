import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/**
 * Responses that clients may come back to. The key begins with the project, so that an id that an upstream
 * gave means something to the project it was given to alone.
 */
export function storedResponses(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table stored_responses (
      project_id text not null,
      id text not null,
      organization_id text not null,
      channel_id text,
      credential_index integer,
      previous_id text,
      status text not null,
      is_background integer not null,
      content_box text,
      conversation_bytes bigint not null,
      created_at bigint not null,
      expires_at bigint not null,
      constraint stored_responses_pk primary key (project_id, id),
      constraint stored_responses_kept_check check ((channel_id is null) <> (content_box is null))
    )`,
    'create index stored_responses_expires_at_index on stored_responses (expires_at)',
    'create index stored_responses_status_index on stored_responses (status) where is_background = 1',
  ]);
}
