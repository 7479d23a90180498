import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** How requests are tried again and how long they may take: of groups, and of channels that differ. */
export function routing(engine: Engine): Migration {
  return sqlMigration(engine, [
    'alter table groups add column retry text',
    'alter table channels add column retry text',
    'alter table channels add column timeouts text',
    'alter table channels add column credential_concurrency integer not null default 0',
  ]);
}
