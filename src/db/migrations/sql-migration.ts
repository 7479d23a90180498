import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';

/** A migration of plain statements, in the SQL both engines read alike. */
export function sqlMigration(engine: Engine, statements: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) {
        await sql.raw(inBinaryOrder(statement, engine)).execute(db);
      }
    },
  };
}

/** SQLite orders text by its bytes; PostgreSQL by the locale of its machine unless told otherwise. */
function inBinaryOrder(statement: string, engine: Engine): string {
  return engine === 'sqlite' ? statement : statement.replaceAll(/ text\b/g, ' text collate "C"');
}
