import type { z } from '@hono/zod-openapi';
import { formatUsd, type NanoUsd } from '../../core/money.ts';
import type { Secret } from '../../core/secret.ts';
import { type ApiKey, type SpendWindow, shownStatusOf } from '../../keys/index.ts';
import type { ApiKeyJson } from '../contract/keys.ts';
import { formatTime, formatTimeOrNull } from '../moments.ts';

/** A key as it is answered; with its string only where `secret` is given: at its creation and rotation. */
export function presentKey(key: ApiKey, nowMs: number, secret?: Secret): z.infer<typeof ApiKeyJson> {
  const { limits, spendWindowsNano: windows } = key;
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
    quota: usdOrNull(key.quotaNano),
    quota_used: formatUsd(key.quotaUsedNano),
    limits: {
      rpm: limits.rpm,
      tpm: limits.tpm,
      concurrency: limits.concurrency,
      queue_limit: limits.queueLimit,
    },
    spend_windows: {
      '5h': usdOrNull(windows['5h']),
      '1d': usdOrNull(windows['1d']),
      '7d': usdOrNull(windows['7d']),
      '30d': usdOrNull(windows['30d']),
    },
    models: [...key.models],
    ip_allow: [...key.ipAllow],
    ip_deny: [...key.ipDeny],
    iam_rules: key.iamRules.map(({ type, values }) => ({ type, values: [...values] })),
    default_model: key.defaultModel,
    tags: { ...key.tags },
    created_by: key.createdBy,
    leaked_at: formatTimeOrNull(key.leakedAtMs),
    last_used_at: formatTimeOrNull(key.lastUsedAtMs),
    created_at: formatTime(key.createdAtMs),
  };
}

/** What was spent in each window. */
export function presentSpent(spent: Readonly<Record<SpendWindow, NanoUsd>>) {
  return {
    '5h': formatUsd(spent['5h']),
    '1d': formatUsd(spent['1d']),
    '7d': formatUsd(spent['7d']),
    '30d': formatUsd(spent['30d']),
  };
}

function usdOrNull(amount: NanoUsd | null): string | null {
  return amount === null ? null : formatUsd(amount);
}
