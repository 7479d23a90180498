import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, TimestampInput } from './values.ts';

const Fields = z.record(z.string(), z.unknown());

/** One thing that was done. */
export const AuditEntryJson = z
  .object({
    id: z.string(),
    object: z.literal('audit_entry'),
    at: Timestamp,
    actor: z.string(),
    actor_kind: z.enum(['operator', 'management-key', 'person']),
    actor_id: z.string().nullable(),
    address: z.string().nullable().openapi({ description: 'Where the request came from' }),
    action: z.string().openapi({ example: 'key.update' }),
    target_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    details: Fields,
    before: Fields.nullable().openapi({ description: 'What it was, as far as it changed' }),
    after: Fields.nullable().openapi({ description: 'What it is now, as far as it changed' }),
  })
  .openapi('AuditEntry');

const filters = {
  organization_id: idInput('org').optional(),
  actor: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .openapi({ description: 'A name as the log shows it, or an id' }),
  action: z.string().min(1).max(100).optional(),
  target_id: z.string().max(200).optional(),
  from: TimestampInput.optional(),
  to: TimestampInput.optional(),
};

/** What the audit log can be asked for. */
export const AuditListQuery = z.strictObject({ ...LIST_QUERY, ...filters });

/** What an export of the audit log can be asked for. */
export const AuditExportQuery = z.strictObject({
  format: z.enum(['csv', 'jsonl']).default('jsonl'),
  ...filters,
});
