import type { z } from '@hono/zod-openapi';
import type { Secret } from '../../core/secret.ts';
import type { ManagementKey } from '../../management-keys/index.ts';
import type { ManagementKeyJson } from '../contract/management-keys.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** A management key as it is answered; with its string only where that is given, which is at its creation. */
export function presentManagementKey(
  key: ManagementKey,
  nowMs: number,
  secret?: Secret,
): z.infer<typeof ManagementKeyJson> {
  const isExpired = key.expiresAtMs !== null && key.expiresAtMs <= nowMs;
  return {
    id: key.id,
    object: 'management_key',
    organization_id: key.organizationId,
    name: key.name,
    ...(secret === undefined ? {} : { key: secret.reveal() }),
    preview: key.preview,
    scopes: [...key.scopes],
    status: key.status === 'active' && isExpired ? 'expired' : key.status,
    expires_at: formatTimeOrNull(key.expiresAtMs),
    last_used_at: formatTimeOrNull(key.lastUsedAtMs),
    created_by: key.createdBy,
    created_at: formatTime(key.createdAtMs),
  };
}
