import { formatUsd, type NanoUsd } from '../../core/money.ts';
import { type ApiKey, type KeyAccess, SPEND_WINDOWS, shownStatusOf } from '../../keys/index.ts';
import type { Admissions, MinuteRate } from '../../limits/index.ts';
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
    image_batch_group_id: key.imageBatchGroupId,
    status: shownStatusOf({ ...key, quotaUsedNano: spentNano }, deps.clock.nowMs()),
    expires_at: timeOrNull(key.expiresAtMs),
    quota: usdOrNull(key.quotaNano),
    quota_used: formatUsd(spentNano),
    quota_remaining: leftOf(key.quotaNano, spentNano),
    wallet_remaining: wallet === null ? null : formatUsd(wallet.remainingNano),
    unit: 'USD',
    spend_windows: presentWindows(key, deps.admissions),
    limits: presentLimits(key, deps.admissions),
    models: key.models,
    default_model: key.defaultModel,
    tags: key.tags,
    works_until: timeOrNull(access.worksUntilMs),
  });
}

/** Only windows that have a limit are counted, so the others say nothing. */
function presentWindows({ id, spendWindowsNano }: ApiKey, admissions: Admissions) {
  const spent = admissions.spentInWindows(id);
  const windows = SPEND_WINDOWS.map((window) => {
    const limit = spendWindowsNano[window];
    const used = spent?.[window] ?? 0;
    const shown =
      limit === null
        ? null
        : { limit: formatUsd(limit), used: formatUsd(used), remaining: leftOf(limit, used) };
    return [window, shown] as const;
  });
  return Object.fromEntries(windows);
}

function presentLimits({ id, limits }: ApiKey, admissions: Admissions) {
  const state = admissions.key(id);
  const { requests, tokens } = admissions.rates(id, limits);
  return {
    rpm: presentRate(requests),
    tpm: presentRate(tokens),
    concurrency:
      limits.concurrency === null ? null : { limit: limits.concurrency, running: state?.inFlight ?? 0 },
    queue_limit: limits.queueLimit,
    waiting: state?.waiting ?? 0,
  };
}

function presentRate(rate: MinuteRate | null) {
  return rate && { limit: rate.limit, remaining: rate.remaining, reset_s: Math.ceil(rate.resetMs / 1_000) };
}

function leftOf(limit: NanoUsd | null, used: NanoUsd): string | null {
  return limit === null ? null : formatUsd(Math.max(0, limit - used));
}

function usdOrNull(amount: NanoUsd | null): string | null {
  return amount === null ? null : formatUsd(amount);
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
