import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Prices of one channel, group or organization, and those that begin on a day. */
export function priceOverrides(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table price_overrides (
    id text not null,
    scope text not null,
    scope_id text not null,
    model text not null,
    price text not null,
    valid_from bigint not null,
    created_at bigint not null,
    constraint price_overrides_pk primary key (id),
    constraint price_overrides_place_unique unique (scope, scope_id, model, valid_from)
  )`,
  ]);
}
