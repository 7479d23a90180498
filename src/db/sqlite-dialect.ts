import type { DatabaseSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { createSqliteDriver } from './sqlite-driver.ts';
import type { TransactionGuard } from './transaction-guard.ts';

/**
 * Kysely's own adapter says no to both, for reasons that do not hold here: the queue for the one
 * connection is in our driver, where the guard can refuse before anyone waits, and SQLite does roll
 * back CREATE TABLE, so that a migration that fails leaves nothing.
 */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The SQLite side of Kysely over an open file. */
export function createSqliteDialect(file: DatabaseSync, guard: TransactionGuard): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => createSqliteDriver(file, guard),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
