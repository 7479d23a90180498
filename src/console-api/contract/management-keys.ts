import { z } from '@hono/zod-openapi';
import { PERMISSIONS, type Scope } from '../../members/index.ts';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Name, Timestamp, TimestampInput } from './values.ts';

const ScopeInput = z.enum(Object.keys(PERMISSIONS) as [Scope, ...Scope[]]);

/** A management key as it is answered. `key` is in the answer of create alone. */
export const ManagementKeyJson = z
  .object({
    id: z.string(),
    object: z.literal('management_key'),
    organization_id: z.string().nullable().openapi({ description: 'Null for a key of the operator' }),
    name: z.string(),
    key: z.string().optional(),
    preview: z.string(),
    scopes: z.array(z.string()),
    status: z.enum(['active', 'expired', 'revoked']),
    expires_at: Timestamp.nullable(),
    last_used_at: Timestamp.nullable().openapi({ description: 'To the minute' }),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .openapi('ManagementKey');

/** The body of `POST /api/v1/management-keys`. */
export const NewManagementKey = z
  .strictObject({
    name: Name,
    organization_id: idInput('org').optional(),
    scopes: z.array(ScopeInput).min(1).max(100),
    expires_at: TimestampInput.nullish(),
  })
  .openapi('NewManagementKey');

/** What the list of management keys can be asked for. */
export const ManagementKeyListQuery = z.strictObject({
  ...LIST_QUERY,
  organization_id: idInput('org').optional(),
});
