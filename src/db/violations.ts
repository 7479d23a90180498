const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
const SQLITE_CONSTRAINT_UNIQUE = 2067;
const SQLITE_CONSTRAINT_FOREIGNKEY = 787;
const POSTGRES_UNIQUE_VIOLATION = '23505';
const POSTGRES_FOREIGN_KEY_VIOLATIONS = ['23001', '23503'];

/**
 * Whether a statement failed because such a row exists already. Codes: sqlite.org/rescode.html
 * (extended result codes) and PostgreSQL's documentation, appendix A.
 */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return (
    code === SQLITE_CONSTRAINT_UNIQUE ||
    code === SQLITE_CONSTRAINT_PRIMARYKEY ||
    postgresCode(error) === POSTGRES_UNIQUE_VIOLATION
  );
}

/** Whether a statement failed because a row it points to is missing, or because rows still point to it. */
export function isForeignKeyViolation(error: unknown): boolean {
  return (
    sqliteCode(error) === SQLITE_CONSTRAINT_FOREIGNKEY ||
    POSTGRES_FOREIGN_KEY_VIOLATIONS.includes(postgresCode(error))
  );
}

function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : null;
}

function postgresCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
