import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/** Another process uses the data folder. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError';
}

/** The right to be the one process that uses a data folder. */
export interface DataDirLock {
  release(): void;
}

/**
 * Makes sure that no two processes use one data folder. The lock is an exclusive transaction on a
 * SQLite file of its own: the operating system frees it however the process ends, so there is never a
 * stale lock file to delete by hand.
 * @throws {DataDirLockedError} when another process has it.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dataDir, 'turnpike.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new DataDirLockedError(
        `another Turnpike process uses the data folder ${dataDir}. Stop it, or start this one with another DATA_DIR`,
        { cause: error },
      );
    }
    throw error;
  }
  return {
    release() {
      if (file.isOpen) {
        file.close();
      }
    },
  };
}
