import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Where events are told to, what was told, and each try of telling it. */
export function webhooks(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table webhook_endpoints (
      id text not null,
      organization_id text not null,
      project_id text not null,
      url text not null,
      event_types text not null,
      status text not null,
      disabled_reason text,
      secret_box text not null,
      old_secret_box text,
      old_secret_until bigint,
      failing_since bigint,
      created_at bigint not null,
      constraint webhook_endpoints_pk primary key (id),
      constraint webhook_endpoints_project_fk foreign key (project_id) references projects (id) on delete cascade
    )`,
    'create index webhook_endpoints_project_id_index on webhook_endpoints (project_id)',
    `create table webhook_messages (
      id text not null,
      body text not null,
      created_at bigint not null,
      constraint webhook_messages_pk primary key (id)
    )`,
    `create table webhook_deliveries (
      id text not null,
      message_id text not null,
      organization_id text not null,
      project_id text not null,
      task_id text,
      event_type text not null,
      endpoint_id text,
      callback_url text,
      receiver text not null,
      sequence integer,
      status text not null,
      attempts integer not null,
      failures integer not null,
      next_attempt_at bigint,
      leased_until bigint,
      answer_status integer,
      error text,
      created_at bigint not null,
      finished_at bigint,
      constraint webhook_deliveries_pk primary key (id)
    )`,
    "create index webhook_deliveries_due_index on webhook_deliveries (next_attempt_at) where status = 'pending'",
    'create index webhook_deliveries_task_id_index on webhook_deliveries (task_id, sequence) where task_id is not null',
    'create index webhook_deliveries_organization_id_index on webhook_deliveries (organization_id, id)',
    'create index webhook_deliveries_endpoint_id_index on webhook_deliveries (endpoint_id, id)',
    'create index webhook_deliveries_message_id_index on webhook_deliveries (message_id)',
    'create index webhook_deliveries_finished_at_index on webhook_deliveries (finished_at) where finished_at is not null',
    `create table webhook_attempts (
      delivery_id text not null,
      ordinal integer not null,
      started_at bigint not null,
      total_ms integer not null,
      answer_status integer,
      error text,
      answer text,
      constraint webhook_attempts_pk primary key (delivery_id, ordinal)
    )`,
  ]);
}
