import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type Dialect, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Pool } from 'pg';
import type { Secret } from '../core/secret.ts';
import type { Transaction } from './executor.ts';
import { type Engine, migrateToLatest } from './migrate.ts';
import { createPostgresDriver } from './postgres-driver.ts';
import { type DatabaseLock, DatabaseLockedError, takeDatabaseLock } from './postgres-lock.ts';
import { createPostgresPool, MIGRATION_POOL, SERVING_POOL } from './postgres-pool.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { openSqliteFile } from './sqlite-driver.ts';
import type { Tables } from './tables.ts';
import { createTransactionGuard, type TransactionGuard } from './transaction-guard.ts';

/** One open database, SQLite or PostgreSQL; nothing above knows which. */
export interface Database {
  /** For queries outside a transaction. Inside one it throws `NestedQueryError` instead of waiting for ever. */
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  /**
   * Runs `work` in one transaction: all of it is kept, or nothing when `work` throws.
   * @throws {NestedQueryError} when called inside another one.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Applies the migrations that are missing and returns their names. */
  migrate(): Promise<string[]>;
  /** Resolves when the database answers; for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Where the database is: at `url` (PostgreSQL), or in `dataDir` (SQLite) when that is null. */
export interface DatabaseLocation {
  readonly url: Secret | null;
  readonly dataDir: string;
}

/** The PostgreSQL server does not let us in, or there is none. The message says why, never the address. */
class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
  /** The system's or the server's code, such as `ECONNREFUSED` or `28P01`. */
  readonly code: string;

  constructor(cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    // A name with several addresses fails with a list of errors and no message of its own.
    const reason = cause instanceof Error && !('syscall' in cause) ? cause.message : '';
    super(`PostgreSQL cannot be reached: ${reason === '' ? code : reason}`, { cause });
    this.code = code;
  }
}

/**
 * Opens the database. Migrations are not applied; see `migrate`.
 * @throws {DatabaseLockedError} when another process serves from the same PostgreSQL database;
 *   {DatabaseUnreachableError} when the server does not let us in.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.url === null ? openSqlite(location.dataDir) : openPostgres(location.url);
}

function openSqlite(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = openSqliteFile(join(dataDir, 'turnpike.db'));
  const guard = createTransactionGuard();
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(file, guard) });
  return {
    db,
    engine: 'sqlite',
    transaction: transactionOf(db, guard),
    migrate: () => migrateToLatest(db, 'sqlite'),
    ping: async () => pingSqlite(file),
    async close() {
      // Kysely opens nothing, and so closes nothing, for a database that was never queried.
      await db.destroy();
      if (file.isOpen) {
        file.close();
      }
    },
  };
}

/** Past the queue on purpose: a long transaction is no reason to say that the database is gone. */
function pingSqlite(file: DatabaseSync): void {
  file.exec('select count(*) from sqlite_schema');
}

async function openPostgres(url: Secret): Promise<Database> {
  const lock = await takeDatabaseLock(url).catch((error: unknown) => {
    throw error instanceof DatabaseLockedError ? error : new DatabaseUnreachableError(error);
  });
  const pool = createPostgresPool(url, SERVING_POOL);
  const guard = createTransactionGuard();
  const db = new Kysely<Tables>({ dialect: createPostgresDialect(pool, guard) });
  return {
    db,
    engine: 'postgres',
    transaction: transactionOf(db, guard),
    migrate: () => migratePostgres(url),
    ping: () => pingPostgres(pool, lock),
    async close() {
      await db.destroy();
      if (!pool.ended) {
        await pool.end();
      }
      await lock.release();
    },
  };
}

async function pingPostgres(pool: Pool, lock: DatabaseLock): Promise<void> {
  lock.assertHeld();
  await pool.query('select 1');
}

async function migratePostgres(url: Secret): Promise<string[]> {
  const pool = createPostgresPool(url, MIGRATION_POOL);
  const db = new Kysely<Tables>({ dialect: createPostgresDialect(pool, createTransactionGuard()) });
  try {
    return await migrateToLatest(db, 'postgres');
  } finally {
    await db.destroy();
  }
}

function createPostgresDialect(pool: Pool, guard: TransactionGuard): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createPostgresDriver(pool, guard),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function transactionOf(db: Kysely<Tables>, guard: TransactionGuard): Database['transaction'] {
  return async (work) => {
    guard.assertOutside();
    return db.transaction().execute((tx) => guard.run(() => work(tx)));
  };
}
