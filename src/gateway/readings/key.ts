import { formatUsd } from '../../core/money.ts';
import { type KeyAccess, shownStatusOf } from '../../keys/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/** `GET /v1/key`: what the asking key is and what is left of it, never the key itself. */
export function readKey(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): void {
  const { key } = access;
  const spentNano = deps.admissions.key(key.id)?.spentNano ?? key.quotaUsedNano;
  const wallet = deps.admissions.wallet(key.organizationId);
  const group = key.groupId === null ? null : deps.snapshots.current().groups.get(key.groupId);
  sendJson(exchange, {
    id: key.id,
    object: 'api_key',
    name: key.name,
    preview: key.preview,
    type: key.type,
    project_id: key.projectId,
    group: group?.name ?? null,
    status: shownStatusOf({ ...key, quotaUsedNano: spentNano }, deps.clock.nowMs()),
    expires_at: key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString(),
    quota: key.quotaNano === null ? null : formatUsd(key.quotaNano),
    quota_used: formatUsd(spentNano),
    quota_remaining: key.quotaNano === null ? null : formatUsd(Math.max(0, key.quotaNano - spentNano)),
    wallet_remaining: wallet === null ? null : formatUsd(wallet.remainingNano),
    unit: 'USD',
    models: key.models,
  });
}
