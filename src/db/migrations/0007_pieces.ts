import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Tokens of images, and what is counted by the piece: images, seconds, songs, characters. */
export function pieces(engine: Engine): Migration {
  return sqlMigration(engine, [
    'alter table requests add column image_input_tokens bigint not null default 0',
    'alter table requests add column image_output_tokens bigint not null default 0',
    'alter table requests add column pieces text',
    'alter table usage_hours add column image_input_tokens bigint not null default 0',
    'alter table usage_hours add column image_output_tokens bigint not null default 0',
  ]);
}
