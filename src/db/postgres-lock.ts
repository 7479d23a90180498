import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../core/secret.ts';
import { postgresClientOptions } from './postgres-pool.ts';

/** Advisory locks have two int4 parts: ours is "turnpike" as a class, and the one gateway as object. */
const LOCK_CLASS = 0x7475726e;
const LOCK_OBJECT = 1;
/** A process that was killed frees its lock when the server notices the closed socket, which takes moments. */
const ACQUIRE_WAIT_MS = 2_000;
const RETRY_MS = 100;
const REACQUIRE_MS = 1_000;

/** Another gateway process serves from this PostgreSQL database. */
export class DatabaseLockedError extends Error {
  override readonly name = 'DatabaseLockedError';
}

/** The right to be the one gateway process on a database. */
export interface DatabaseLock {
  /**
   * Whether the right still holds; the connection that carries it can break.
   * @throws {DatabaseLockedError} while it does not.
   */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes a session-level advisory lock on a connection that stays open. Holds of running requests and
 * rate limits are counters in the memory of one process, so two processes would each let through what
 * only one may. A lost connection is made again in the background.
 * @throws {DatabaseLockedError} when another process has the lock.
 */
export async function takeDatabaseLock(url: Secret): Promise<DatabaseLock> {
  const lock = new SessionLock(url);
  const giveUpAt = performance.now() + ACQUIRE_WAIT_MS;
  while (!(await lock.tryTake())) {
    if (performance.now() > giveUpAt) {
      throw new DatabaseLockedError(
        'another Turnpike process uses this database. Without Redis two processes would each count holds and limits for themselves; stop the other one first',
      );
    }
    await sleep(RETRY_MS);
  }
  return lock;
}

class SessionLock implements DatabaseLock {
  readonly #url: Secret;
  #client: pg.Client | null = null;
  #isReleased = false;
  #retry: NodeJS.Timeout | null = null;

  constructor(url: Secret) {
    this.#url = url;
  }

  async tryTake(): Promise<boolean> {
    const client = new pg.Client(postgresClientOptions(this.#url));
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    try {
      await client.connect();
      const answer = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
        LOCK_CLASS,
        LOCK_OBJECT,
      ]);
      if (answer.rows[0]?.taken === true && !this.#isReleased) {
        this.#client = client;
        return true;
      }
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    await client.end();
    return false;
  }

  assertHeld(): void {
    if (this.#client === null) {
      throw new DatabaseLockedError('the lock on the database was lost and is being taken again');
    }
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    if (this.#retry !== null) {
      clearTimeout(this.#retry);
    }
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }

  #lose(client: pg.Client): void {
    if (this.#client === client && !this.#isReleased) {
      this.#client = null;
      this.#retakeLater();
    }
  }

  #retakeLater(): void {
    this.#retry = setTimeout(() => {
      this.tryTake().then(
        (taken) => taken || this.#isReleased || this.#retakeLater(),
        () => this.#isReleased || this.#retakeLater(),
      );
    }, REACQUIRE_MS);
    this.#retry.unref();
  }
}
