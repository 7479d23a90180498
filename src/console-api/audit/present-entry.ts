import type { z } from '@hono/zod-openapi';
import type { AuditEntry } from '../../audit/index.ts';
import type { AuditEntryJson } from '../contract/audit.ts';
import { formatTime } from '../moments.ts';

/** An entry of the audit log as it is answered. */
export function presentEntry(entry: AuditEntry): z.infer<typeof AuditEntryJson> {
  return {
    id: entry.id,
    object: 'audit_entry',
    at: formatTime(entry.atMs),
    actor: entry.actor,
    actor_kind: entry.actorKind,
    actor_id: entry.actorId,
    address: entry.address,
    action: entry.action,
    target_id: entry.targetId,
    organization_id: entry.organizationId,
    details: { ...entry.details },
    before: entry.before && { ...entry.before },
    after: entry.after && { ...entry.after },
  };
}
