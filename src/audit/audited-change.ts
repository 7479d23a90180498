import type { AuditedFields } from './store.ts';

/** What changes by itself with every use or every write, and says nothing about what somebody did. */
const MOVES_BY_ITSELF = new Set(['updated_at', 'last_used_at', 'quota_used']);

/** What an audit entry keeps of a change. */
export interface AuditedChange {
  readonly before: AuditedFields | null;
  readonly after: AuditedFields | null;
}

/**
 * What differs between two states of something: all of it where it is new or gone, else the fields that
 * changed alone.
 */
export function auditedChange(before: AuditedFields | null, after: AuditedFields | null): AuditedChange {
  if (before === null || after === null) {
    return { before, after };
  }
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !MOVES_BY_ITSELF.has(field) && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return { before: only(before, changed), after: only(after, changed) };
}

function only(fields: AuditedFields, names: readonly string[]): AuditedFields {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));
}
