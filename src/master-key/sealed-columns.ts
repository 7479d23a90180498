import type { Tables } from '../db/tables.ts';

/** A column whose texts are sealed under the master key. */
export interface SealedColumn {
  readonly table: keyof Tables;
  readonly column: string;
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** What the values of the primary key are sealed under, as whoever writes the column says it. */
  rowIdOf(key: readonly string[]): string;
}

/**
 * Every sealed column but that of the look-up key: what another master key has to seal again. A column
 * whose name ends in `_box` and that is missing here fails a test.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'api_keys', column: 'key_box', key: ['id'], rowIdOf: asItIs },
  { table: 'channels', column: 'credentials_box', key: ['id'], rowIdOf: asItIs },
  { table: 'provider_keys', column: 'credential_box', key: ['id'], rowIdOf: asItIs },
  { table: 'redeem_codes', column: 'code_box', key: ['id'], rowIdOf: asItIs },
  {
    table: 'projects',
    column: 'webhook_secret_box',
    key: ['id'],
    rowIdOf: ([id = '']) => `${id} webhook secret`,
  },
  {
    table: 'webhook_endpoints',
    column: 'secret_box',
    key: ['id'],
    rowIdOf: ([id = '']) => `${id} secret`,
  },
  {
    table: 'webhook_endpoints',
    column: 'old_secret_box',
    key: ['id'],
    rowIdOf: ([id = '']) => `${id} old secret`,
  },
  {
    table: 'idempotency_records',
    column: 'response_box',
    key: ['scope', 'idempotency_key'],
    rowIdOf: ([scope = '', key = '']) => `idempotency ${scope} ${key}`,
  },
  {
    table: 'stored_responses',
    column: 'content_box',
    key: ['project_id', 'id'],
    rowIdOf: ([projectId = '', id = '']) => `${projectId} ${id}`,
  },
  {
    table: 'task_jobs',
    column: 'credential_box',
    key: ['task_id', 'ordinal'],
    rowIdOf: ([taskId = '', ordinal = '']) => `${taskId} ${ordinal}`,
  },
];

function asItIs([id = '']: readonly string[]): string {
  return id;
}
