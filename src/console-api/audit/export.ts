import type { Audit, AuditEntry, AuditQuery } from '../../audit/index.ts';
import { presentEntry } from './present-entry.ts';

/** Entries read from the database at a time, and written in all. */
const ENTRIES_A_PART = 500;
const MOST_ENTRIES = 100_000;

/** How an export is written. */
export type ExportFormat = 'csv' | 'jsonl';

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

/**
 * The audit log as a file, newest first and at most 100,000 entries of it. A part is read only when the
 * one before was taken, so a slow reader costs no memory.
 */
export function exportEntries(
  audit: Audit,
  query: Omit<AuditQuery, 'limit' | 'cursor'>,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const lineOf = format === 'csv' ? csvLine : (entry: AuditEntry) => JSON.stringify(presentEntry(entry));
  const encoder = new TextEncoder();
  let cursor: string | null = null;
  let written = 0;
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') {
        controller.enqueue(encoder.encode(`${COLUMNS.join(',')}\n`));
      }
    },
    async pull(controller) {
      const page = await audit.list({ ...query, cursor, limit: ENTRIES_A_PART });
      const text = page.items.map((entry) => `${lineOf(entry)}\n`).join('');
      if (text !== '') {
        controller.enqueue(encoder.encode(text));
      }
      written += page.items.length;
      cursor = page.nextCursor;
      if (cursor === null || written >= MOST_ENTRIES) {
        controller.close();
      }
    },
  });
}

function csvLine(entry: AuditEntry): string {
  const shown = presentEntry(entry);
  return COLUMNS.map((column) => csvCell(shown[column])).join(',');
}

/** A cell that a spreadsheet does not take for a formula, quoted as RFC 4180 says. */
function csvCell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
