import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** When the jobs of the worker are due, and who runs them. */
export function jobs(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table jobs (
      name text not null,
      next_run_at bigint not null,
      leased_until bigint,
      finished_at bigint,
      succeeded_at bigint,
      error text,
      constraint jobs_pk primary key (name)
    )`,
  ]);
}
