import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/**
 * Media tasks. The row of a task is its place in the queue: `due_at` says when it is looked at next, and a
 * runner that looks at it moves that forward, so that nobody else does unless it died. Open tasks alone are
 * in the indexes of the queue.
 */
export function tasks(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table tasks (
      id text not null,
      organization_id text not null,
      project_id text not null,
      key_id text not null,
      pool_id text not null,
      request_id text not null,
      surface text not null,
      modality text not null,
      model text not null,
      state text not null,
      request text not null,
      terms text not null,
      callback_url text,
      idempotency_key text,
      request_hash text,
      hold_nano bigint not null,
      percent integer,
      outputs text,
      error_code text,
      error_message text,
      usage text,
      charge_nano bigint,
      is_cancel_requested integer not null default 0,
      is_parked integer not null default 0,
      is_active integer not null default 0,
      lease_owner text,
      due_at bigint,
      deadline_at bigint not null,
      created_at bigint not null,
      started_at bigint,
      ended_at bigint,
      expires_at bigint,
      updated_at bigint not null,
      is_deleted integer not null default 0,
      constraint tasks_pk primary key (id)
    )`,
    'create index tasks_due_index on tasks (due_at) where due_at is not null',
    'create index tasks_lease_index on tasks (lease_owner) where lease_owner is not null',
    'create index tasks_pool_index on tasks (pool_id, is_active) where ended_at is null',
    'create index tasks_parked_index on tasks (pool_id, id) where is_parked = 1',
    'create index tasks_key_index on tasks (key_id, id)',
    'create index tasks_organization_index on tasks (organization_id, id)',
    'create unique index tasks_idempotency_index on tasks (key_id, idempotency_key) where idempotency_key is not null',
    `create table task_jobs (
      task_id text not null,
      ordinal integer not null,
      state text not null,
      channel_id text,
      provider text,
      base_url text,
      allow_private integer,
      credential_box text,
      upstream_model text,
      attempt integer not null default 0,
      attempts text,
      upstream_state text,
      is_cancel_sent integer not null default 0,
      made text,
      failure text,
      failure_message text,
      submitted_at bigint,
      constraint task_jobs_pk primary key (task_id, ordinal)
    )`,
    "create index task_jobs_channel_index on task_jobs (channel_id) where state in ('submitting', 'unknown', 'working')",
    `create table task_events (
      key_id text not null,
      seq bigint not null,
      task_id text not null,
      state text not null,
      at bigint not null,
      constraint task_events_pk primary key (key_id, seq)
    )`,
    'create index task_events_at_index on task_events (at)',
    `create table task_event_counters (
      key_id text not null,
      last_seq bigint not null,
      constraint task_event_counters_pk primary key (key_id)
    )`,
  ]);
}
