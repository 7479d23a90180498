import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { checkBoundValues } from './bound-values.ts';
import { createConnectionMutex } from './connection-mutex.ts';
import type { TransactionGuard } from './transaction-guard.ts';

/** How long a query waits for the one connection before it fails. */
const CONNECTION_WAIT_MS = 30_000;
/** Enough for every statement of the product; batch inserts of odd sizes push each other out. */
const STATEMENT_CACHE_SIZE = 128;

/**
 * Pages of 16 KB halve the system calls of a batch, whose rows are long. `synchronous=FULL` makes a commit survive a power cut, which money needs. The write-ahead log is cut
 * back to 64 MB after a checkpoint, since it otherwise keeps the size of its worst moment.
 */
const PRAGMAS = [
  'page_size = 16384',
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'journal_size_limit = 67108864',
  'temp_store = MEMORY',
];

interface CachedStatement {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
  readonly isInsert: boolean;
}

/**
 * Opens a SQLite file with the settings everything relies on.
 * @throws when the file cannot be opened, is no database, or is locked by a writer for five seconds.
 */
export function openSqliteFile(path: string): DatabaseSync {
  const file = new DatabaseSync(path);
  for (const pragma of PRAGMAS) {
    file.exec(`PRAGMA ${pragma}`);
  }
  return file;
}

/**
 * Kysely's driver over `node:sqlite`. There is one connection, because SQLite has one writer and its
 * calls are synchronous; a transaction holds it from BEGIN IMMEDIATE to its end, everyone else queues.
 */
export function createSqliteDriver(file: DatabaseSync, guard: TransactionGuard): Driver {
  const mutex = createConnectionMutex(CONNECTION_WAIT_MS);
  const connection = createSqliteConnection(file);
  return {
    async init() {},
    async acquireConnection() {
      guard.assertOutside();
      await mutex.acquire();
      return connection;
    },
    // IMMEDIATE takes the write lock at once; a deferred transaction can fail half-way when it upgrades.
    beginTransaction: async () => file.exec('BEGIN IMMEDIATE'),
    commitTransaction: async () => file.exec('COMMIT'),
    rollbackTransaction: async () => rollBackIfOpen(file),
    async releaseConnection() {
      rollBackIfOpen(file);
      mutex.release();
    },
    async destroy() {
      if (file.isOpen) {
        file.close();
      }
    },
  };
}

/** SQLite rolls back by itself after some errors (disk full), and a second ROLLBACK would then fail. */
function rollBackIfOpen(file: DatabaseSync): void {
  if (file.isOpen && file.isTransaction) {
    file.exec('ROLLBACK');
  }
}

function createSqliteConnection(file: DatabaseSync): DatabaseConnection {
  const prepare = createStatementCache(file);
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, returnsRows, isInsert } = prepare(query.sql);
      const checked = checkBoundValues(query.parameters);
      const values = isInsert ? checked : checked.map(asInteger);
      if (returnsRows) {
        return { rows: rowsOf(statement.all(...values)) };
      }
      const { changes } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error('rows are read in pages, not streamed');
    },
  };
}

/** SQLite's rows have the shape the query promises; this is the one place where they get that type. */
function rowsOf<R>(rows: unknown): R[] {
  return rows as R[];
}

/**
 * A JavaScript number is bound as a float, and `? / 2` would then divide as one; a bigint never is. What is
 * inserted is stored as the integer its column declares either way, and a tenth of a batch is saved.
 */
function asInteger(value: string | number | bigint | null | Uint8Array) {
  return typeof value === 'number' ? BigInt(value) : value;
}

/**
 * Statements by their SQL text, the least recently used dropped first: preparing one costs 3.3 µs and
 * running a prepared update 0.6 µs (Node 26.10, one row).
 */
function createStatementCache(file: DatabaseSync): (sql: string) => CachedStatement {
  const cache = new Map<string, CachedStatement>();
  return (sql) => {
    const known = cache.get(sql);
    if (known !== undefined) {
      cache.delete(sql);
      cache.set(sql, known);
      return known;
    }
    const statement = file.prepare(sql);
    const isInsert = sql.startsWith('insert ');
    const made = { statement, returnsRows: statement.columns().length > 0, isInsert };
    cache.set(sql, made);
    if (cache.size > STATEMENT_CACHE_SIZE) {
      const [oldest] = cache.keys();
      cache.delete(oldest ?? sql);
    }
    return made;
  };
}
