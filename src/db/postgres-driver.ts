import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { checkBoundValues } from './bound-values.ts';
import type { TransactionGuard } from './transaction-guard.ts';

/** A transaction was to be committed after one of its statements had failed; nothing of it is kept. */
export class AbortedTransactionError extends Error {
  override readonly name = 'AbortedTransactionError';
}

interface PostgresConnection extends DatabaseConnection {
  run(sql: string): Promise<string>;
  release(): void;
}

/** Kysely's driver over a `pg` pool: values are checked, and a broken connection is never reused. */
export function createPostgresDriver(pool: Pool, guard: TransactionGuard): Driver {
  const connections = new WeakMap<DatabaseConnection, PostgresConnection>();
  const own = (connection: DatabaseConnection): PostgresConnection => {
    const found = connections.get(connection);
    if (found === undefined) {
      throw new Error('the connection belongs to another database');
    }
    return found;
  };
  return {
    async init() {},
    async acquireConnection() {
      guard.assertOutside();
      const connection = createPostgresConnection(await pool.connect());
      connections.set(connection, connection);
      return connection;
    },
    async beginTransaction(connection, settings) {
      await own(connection).run(beginStatement(settings));
    },
    async commitTransaction(connection) {
      // PostgreSQL answers COMMIT with ROLLBACK, and no error, when a statement failed before.
      if ((await own(connection).run('commit')) === 'ROLLBACK') {
        throw new AbortedTransactionError('the transaction was rolled back: one of its statements failed');
      }
    },
    async rollbackTransaction(connection) {
      await own(connection).run('rollback');
    },
    releaseConnection: async (connection) => own(connection).release(),
    destroy: () => pool.end(),
  };
}

function beginStatement(settings: TransactionSettings): string {
  const level = settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`;
  return `begin${level}`;
}

function createPostgresConnection(client: PoolClient): PostgresConnection {
  let isBroken = false;
  const query = async <R>(sql: string, values: unknown[]) => {
    try {
      return await client.query<R & Record<string, unknown>>(sql, values);
    } catch (error) {
      // Only an error the server itself sent leaves the connection in a known state. After a timeout
      // of ours the server may still be at work, and the next query would read this one's answer.
      isBroken ||= !(error instanceof DatabaseError);
      throw error;
    }
  };
  return {
    async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
      const result = await query<R>(compiled.sql, [...checkBoundValues(compiled.parameters)]);
      return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
    },
    streamQuery() {
      throw new Error('rows are read in pages, not streamed');
    },
    run: async (sql) => (await query(sql, [])).command,
    release: () => client.release(isBroken),
  };
}
