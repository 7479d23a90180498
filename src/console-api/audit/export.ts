import type { Audit, AuditEntry, AuditQuery } from '../../audit/index.ts';
import type { Exported, ExportFormat } from '../exports.ts';
import { presentEntry } from './present-entry.ts';

const ENTRIES_A_PART = 500;

const COLUMNS = [
  'id',
  'at',
  'actor',
  'actor_kind',
  'actor_id',
  'address',
  'action',
  'target_id',
  'organization_id',
  'details',
  'before',
  'after',
] as const;

/** The audit log as a file, newest first. */
export function exportedEntries(
  audit: Audit,
  query: Omit<AuditQuery, 'limit' | 'cursor'>,
  format: ExportFormat,
): Exported<AuditEntry> {
  return {
    ...{ format, columns: COLUMNS, present: presentEntry, name: 'audit' },
    list: (cursor) => audit.list({ ...query, cursor, limit: ENTRIES_A_PART }),
  };
}
