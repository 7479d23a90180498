/** The connection did not become free in time: some transaction is stuck. */
export class ConnectionBusyError extends Error {
  override readonly name = 'ConnectionBusyError';
}

/** First come, first served access to the one SQLite connection. */
export interface ConnectionMutex {
  /**
   * Resolves when the caller has the connection.
   * @throws {ConnectionBusyError} when it was not free within the wait, so that nobody hangs for ever.
   */
  acquire(): Promise<void>;
  /** Hands the connection to whoever waits longest. */
  release(): void;
}

interface Waiter {
  readonly proceed: () => void;
  readonly timer: NodeJS.Timeout;
}

/** A mutex whose callers wait at most `waitMs`. */
export function createConnectionMutex(waitMs: number): ConnectionMutex {
  const waiters = new Set<Waiter>();
  let isTaken = false;
  return {
    acquire() {
      if (!isTaken) {
        isTaken = true;
        return Promise.resolve();
      }
      return new Promise((proceed, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          reject(new ConnectionBusyError(`the database connection was not free within ${waitMs} ms`));
        }, waitMs);
        const waiter: Waiter = { proceed, timer };
        waiters.add(waiter);
      });
    },
    release() {
      const [next] = waiters;
      if (next === undefined) {
        isTaken = false;
        return;
      }
      waiters.delete(next);
      clearTimeout(next.timer);
      next.proceed();
    },
  };
}
