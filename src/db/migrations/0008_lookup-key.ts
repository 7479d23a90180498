import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** What keys are looked up by, sealed: the one row that says which master key the database belongs to. */
export function lookupKey(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table lookup_keys (
      id integer not null,
      key_box text not null,
      constraint lookup_keys_pk primary key (id),
      constraint lookup_keys_single_check check (id = 1)
    )`,
  ]);
}
