import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrationsFor } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** The two databases everything runs on. */
export type Engine = 'sqlite' | 'postgres';

/**
 * Brings the schema up to date: every migration that has not run yet, in one transaction, under a lock.
 * Returns the names of those that ran.
 * @throws when one fails, or when the database was already migrated by a newer version.
 */
export async function migrateToLatest(db: Kysely<Tables>, engine: Engine): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(engine) },
    migrationTableName: 'schema_migrations',
    migrationLockTableName: 'schema_migrations_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new Error('the database schema could not be brought up to date', { cause: error });
  }
  return results.map((result) => result.migrationName);
}
