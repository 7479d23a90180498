import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isForeignKeyViolation, isUniqueViolation } from '../../db/index.ts';
import type { RequestRecord } from '../request-record.ts';
import { MissingWalletError } from './batch.ts';

const FILE_NAME = 'rejected.jsonl';
const MODE_OWNER_ONLY = 0o600;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
/** Data exceptions and integrity violations (PostgreSQL's documentation, appendix A). */
const POSTGRES_CLASSES = /^2[23]/;

/**
 * Whether the database will refuse this record whenever it is asked: a value out of range, a constraint,
 * a wallet that is not there. Everything else (gone, locked, full) may pass, and the record is kept.
 */
export function isRefusedForGood(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    error instanceof MissingWalletError ||
    isUniqueViolation(error) ||
    isForeignKeyViolation(error) ||
    isConstraintViolation(error)
  );
}

/** Keeps a record that the database refuses, with the reason, for the operator to look at. */
export async function keepRejected(directory: string, record: RequestRecord, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  await appendFile(join(directory, FILE_NAME), `${JSON.stringify({ reason, record })}\n`, {
    mode: MODE_OWNER_ONLY,
    flush: true,
  });
}

function isConstraintViolation(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  if ('errcode' in error && typeof error.errcode === 'number') {
    // The low byte is the primary result code (sqlite.org/rescode.html).
    const primary = error.errcode & 0xff;
    return primary === SQLITE_CONSTRAINT || primary === SQLITE_MISMATCH;
  }
  return 'code' in error && typeof error.code === 'string' && error.code.length === 5
    ? POSTGRES_CLASSES.test(error.code)
    : false;
}
