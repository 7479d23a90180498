import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { AuditEntriesTable } from '../db/tables.ts';

/** Something that was done through the management plane. */
export interface AuditEntry {
  readonly id: Id<'aud'>;
  readonly atMs: number;
  /** Who did it, as the log shows it; never a credential. */
  readonly actor: string;
  /** What was done: `key.create`. */
  readonly action: string;
  readonly targetId: string | null;
  readonly organizationId: Id<'org'> | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What part of the audit log is asked for, newest first. */
export interface AuditQuery {
  readonly limit: number;
  /** The id the last part ended with. */
  readonly cursor?: string | null | undefined;
  readonly organizationId?: Id<'org'> | null | undefined;
  readonly targetId?: string | null | undefined;
}

/** Inserts an entry. */
export async function insertAuditEntry(db: Executor, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values({
      id: entry.id,
      at: entry.atMs,
      actor: entry.actor,
      action: entry.action,
      target_id: entry.targetId,
      organization_id: entry.organizationId,
      details: JSON.stringify(entry.details),
    })
    .execute();
}

/** Entries by id downwards, which is by time, from the cursor on. */
export async function selectAuditEntries(db: Executor, asked: AuditQuery): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit_entries').selectAll().orderBy('id', 'desc').limit(asked.limit);
  if (typeof asked.cursor === 'string') {
    query = query.where('id', '<', asked.cursor);
  }
  if (typeof asked.organizationId === 'string') {
    query = query.where('organization_id', '=', asked.organizationId);
  }
  if (typeof asked.targetId === 'string') {
    query = query.where('target_id', '=', asked.targetId);
  }
  return (await query.execute()).map(entryOf);
}

function entryOf(row: AuditEntriesTable): AuditEntry {
  return {
    id: row.id as Id<'aud'>,
    atMs: row.at,
    actor: row.actor,
    action: row.action,
    targetId: row.target_id,
    organizationId: row.organization_id as Id<'org'> | null,
    details: JSON.parse(row.details) as Readonly<Record<string, unknown>>,
  };
}
