import type { z } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import type { Secret } from '../../core/secret.ts';
import { type ApiKey, shownStatusOf } from '../../keys/index.ts';
import type { ApiKeyJson } from '../contract/keys.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** A key as it is answered; with its string only where `secret` is given, which is at its creation. */
export function presentKey(key: ApiKey, nowMs: number, secret?: Secret): z.infer<typeof ApiKeyJson> {
  return {
    id: key.id,
    object: 'api_key',
    name: key.name,
    ...(secret === undefined ? {} : { key: secret.reveal() }),
    preview: key.preview,
    type: key.type,
    organization_id: key.organizationId,
    project_id: key.projectId,
    group_id: key.groupId,
    image_batch_group_id: key.imageBatchGroupId,
    status: shownStatusOf(key, nowMs),
    expires_at: formatTimeOrNull(key.expiresAtMs),
    quota: key.quotaNano === null ? null : formatUsd(key.quotaNano),
    quota_used: formatUsd(key.quotaUsedNano),
    limits: { rpm: null, tpm: null, concurrency: null },
    spend_windows: { '5h': null, '1d': null, '7d': null, '30d': null },
    models: [...key.models],
    ip_allow: [],
    ip_deny: [],
    iam_rules: [],
    tags: { ...key.tags },
    last_used_at: formatTimeOrNull(key.lastUsedAtMs),
    created_at: formatTime(key.createdAtMs),
  };
}
