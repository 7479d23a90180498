export { type DataDirLock, lockDataDir } from './data-dir-lock.ts';
export { type Database, type DatabaseLocation, openDatabase } from './database.ts';
export type { Executor, Transaction } from './executor.ts';
export type { Engine } from './migrate.ts';
export { DatabaseLockedError } from './postgres-lock.ts';
export { refuseInUse, refuseTaken } from './refuse-taken.ts';
export { NestedQueryError } from './transaction-guard.ts';
export { isForeignKeyViolation, isUniqueViolation } from './violations.ts';
