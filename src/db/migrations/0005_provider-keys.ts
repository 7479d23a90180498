import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Credentials for upstreams that an organization brings along. */
export function providerKeys(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table provider_keys (
      id text not null,
      organization_id text not null,
      name text not null,
      provider text not null,
      base_url text not null,
      credential_box text not null,
      models text not null,
      status text not null,
      created_at bigint not null,
      updated_at bigint not null,
      constraint provider_keys_pk primary key (id),
      constraint provider_keys_name_unique unique (organization_id, name),
      constraint provider_keys_organization_fk foreign key (organization_id) references organizations (id)
    )`,
  ]);
}
