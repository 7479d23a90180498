import { AsyncLocalStorage } from 'node:async_hooks';

/** A query was made on the root connection, or a transaction begun, while a transaction is open. */
export class NestedQueryError extends Error {
  override readonly name = 'NestedQueryError';
}

/** Knows whether the running code was called from inside a transaction of one database. */
export interface TransactionGuard {
  /** Runs the body of a transaction; what it calls, however deep, is inside until it ends. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Called before a connection is taken.
   * @throws {NestedQueryError} inside a transaction: with one connection (SQLite) or a full pool
   * (PostgreSQL) such a query would wait for a connection that its own caller holds.
   */
  assertOutside(): void;
}

/** A guard for one database. */
export function createTransactionGuard(): TransactionGuard {
  const scopes = new AsyncLocalStorage<{ isOpen: boolean }>();
  return {
    async run(work) {
      // The flag is closed at the end, because timers and promises that the body left behind keep the
      // asynchronous context for as long as they live.
      const scope = { isOpen: true };
      try {
        return await scopes.run(scope, work);
      } finally {
        scope.isOpen = false;
      }
    },
    assertOutside() {
      if (scopes.getStore()?.isOpen === true) {
        throw new NestedQueryError(
          'a query on the root database inside a transaction would wait for itself; use the transaction that was passed in',
        );
      }
    },
  };
}
