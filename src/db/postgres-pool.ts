import pg from 'pg';
import type { Secret } from '../core/secret.ts';

const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** Bounds of the connections to PostgreSQL. */
export interface PostgresPoolOptions {
  readonly maxConnections: number;
  /** The server cancels a statement after this long; 0 lets it run, which only a migration may. */
  readonly statementTimeoutMs: number;
}

/** What the gateway runs with. */
export const SERVING_POOL: PostgresPoolOptions = { maxConnections: 10, statementTimeoutMs: 30_000 };
/** What a migration runs with: building an index over ten million rows takes its time. */
export const MIGRATION_POOL: PostgresPoolOptions = { maxConnections: 1, statementTimeoutMs: 0 };

/**
 * Reads an int8 or a numeric sum as a number.
 * @throws {RangeError} when it is no safe integer: a sum past that point would be silently wrong.
 */
export function parseCheckedInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`the database returned ${text}, which is not a safe integer`);
  }
  return value;
}

/** What every connection has in common, the pool's and the lock's. */
export function postgresClientOptions(url: Secret): pg.ClientConfig {
  return {
    connectionString: url.reveal(),
    application_name: 'turnpike',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
}

/** A bounded pool. Connections that break while idle are dropped and made anew at the next query. */
export function createPostgresPool(url: Secret, options: PostgresPoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...postgresClientOptions(url),
    ...timeouts(options.statementTimeoutMs),
    max: options.maxConnections,
    types: { getTypeParser },
  });
  // An 'error' event that nobody listens to ends the process. What matters of it reaches the caller as
  // a rejected query: the pool drops an idle client by itself, a client in use fails its query.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The client's own timeout is longer than the server's: it is for a server that no longer answers. */
function timeouts(statementTimeoutMs: number): pg.ClientConfig {
  if (statementTimeoutMs === 0) {
    return {};
  }
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    query_timeout: statementTimeoutMs + 5_000,
  };
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: string) => {
  if (oid === INT8_OID || oid === NUMERIC_OID) {
    return parseCheckedInteger;
  }
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid);
};
