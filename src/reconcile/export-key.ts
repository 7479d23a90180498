import { formatUsd, type NanoUsd } from '../core/money.ts';
import type { ApiKey } from '../keys/index.ts';

/** A key as the configuration file says it, without its string. */
export function exportKey(key: ApiKey, nameOf: ReadonlyMap<string, string>) {
  const bound = key.groupId ?? key.imageBatchGroupId ?? '';
  const { rpm, tpm, concurrency, queueLimit } = key.limits;
  return {
    name: key.name,
    project: nameOf.get(key.projectId) ?? key.projectId,
    [key.groupId === null ? 'image_batch_group' : 'group']: nameOf.get(bound) ?? bound,
    status: key.status,
    quota: usdOrNull(key.quotaNano),
    expires_at: key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString(),
    limits: { rpm, tpm, concurrency, queue_limit: queueLimit },
    spend_windows: Object.fromEntries(
      Object.entries(key.spendWindowsNano).map(([window, amount]) => [window, usdOrNull(amount)]),
    ),
    models: key.models,
    ip_allow: key.ipAllow,
    ip_deny: key.ipDeny,
    iam_rules: key.iamRules,
    default_model: key.defaultModel,
    tags: key.tags,
  };
}

function usdOrNull(amount: NanoUsd | null): string | null {
  return amount === null ? null : formatUsd(amount);
}
