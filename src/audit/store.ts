import type { Selectable } from 'kysely';
import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { AuditEntriesTable } from '../db/tables.ts';

/** Fields of something and their values, without secrets. */
export type AuditedFields = Readonly<Record<string, unknown>>;

/** One thing that was done. */
export interface AuditEntry {
  readonly id: Id<'aud'>;
  readonly atMs: number;
  /** Who did it, as the log shows it: an e-mail address or the name of a key; never a credential. */
  readonly actor: string;
  readonly actorKind: 'operator' | 'management-key' | 'person';
  /** The id of the person or the management key; null for the administrator's key. */
  readonly actorId: string | null;
  /** The address it was done from; null where there is none. */
  readonly address: string | null;
  /** What was done: `key.create`. */
  readonly action: string;
  readonly targetId: string | null;
  readonly organizationId: Id<'org'> | null;
  /** What is worth knowing beside what changed. */
  readonly details: AuditedFields;
  /** What it was before, as far as it changed; null for what is new. */
  readonly before: AuditedFields | null;
  /** What it is afterwards, as far as it changed; null for what is gone. */
  readonly after: AuditedFields | null;
}

/** What part of the audit log is asked for, newest first. */
export interface AuditQuery {
  readonly limit: number;
  /** The id the last part ended with. */
  readonly cursor?: string | null | undefined;
  readonly organizationId?: Id<'org'> | null | undefined;
  readonly targetId?: string | null | undefined;
  /** The name of an actor as the log shows it, or its id. */
  readonly actor?: string | null | undefined;
  readonly action?: string | null | undefined;
  /** From this moment on, and before that one. */
  readonly fromMs?: number | null | undefined;
  readonly toMs?: number | null | undefined;
}

/** Inserts an entry. */
export async function insertAuditEntry(db: Executor, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values({
      id: entry.id,
      at: entry.atMs,
      actor: entry.actor,
      actor_kind: entry.actorKind,
      actor_id: entry.actorId,
      address: entry.address,
      action: entry.action,
      target_id: entry.targetId,
      organization_id: entry.organizationId,
      details: JSON.stringify(entry.details),
      before_change: entry.before && JSON.stringify(entry.before),
      after_change: entry.after && JSON.stringify(entry.after),
    })
    .execute();
}

/** Entries by id downwards, which is by time, from the cursor on. */
export async function selectAuditEntries(db: Executor, asked: AuditQuery): Promise<AuditEntry[]> {
  const { cursor, organizationId, targetId, actor, action, fromMs, toMs } = asked;
  const rows = await db
    .selectFrom('audit_entries')
    .selectAll()
    .$if(cursor != null, (query) => query.where('id', '<', cursor ?? ''))
    .$if(organizationId != null, (query) => query.where('organization_id', '=', organizationId ?? null))
    .$if(targetId != null, (query) => query.where('target_id', '=', targetId ?? null))
    .$if(actor != null, (query) =>
      query.where((is) => is.or([is('actor', '=', actor ?? ''), is('actor_id', '=', actor ?? '')])),
    )
    .$if(action != null, (query) => query.where('action', '=', action ?? ''))
    .$if(fromMs != null, (query) => query.where('at', '>=', fromMs ?? 0))
    .$if(toMs != null, (query) => query.where('at', '<', toMs ?? 0))
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute();
  return rows.map(entryOf);
}

function entryOf(row: Selectable<AuditEntriesTable>): AuditEntry {
  return {
    id: row.id as Id<'aud'>,
    atMs: row.at,
    actor: row.actor,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    address: row.address,
    action: row.action,
    targetId: row.target_id,
    organizationId: row.organization_id as Id<'org'> | null,
    details: JSON.parse(row.details) as AuditedFields,
    before: fieldsOf(row.before_change),
    after: fieldsOf(row.after_change),
  };
}

function fieldsOf(column: string | null): AuditedFields | null {
  return column === null ? null : (JSON.parse(column) as AuditedFields);
}
