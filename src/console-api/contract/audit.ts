import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp } from './values.ts';

/** One thing that was done through the management API. */
export const AuditEntryJson = z
  .object({
    id: z.string(),
    object: z.literal('audit_entry'),
    at: Timestamp,
    actor: z.string(),
    action: z.string(),
    target_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('AuditEntry');

/** What the audit log can be asked for. */
export const AuditListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
  target_id: z.string().max(200).optional(),
});
