import { totalOutputTokens } from '../../canonical/usage.ts';
import { formatUsd, type NanoUsd } from '../../core/money.ts';
import { invalidField } from '../../core/refusal.ts';
import { type KeyAccess, shownStatusOf } from '../../keys/index.ts';
import { allTokens, type KeyUsage, type UsageSums } from '../../usage/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

const DAY_MS = 86_400_000;

/**
 * `GET /v1/usage`: what the asking key used and what is left. `days` (1–90), `timezone` (IANA) and
 * `start_date`/`end_date` (YYYY-MM-DD, for the models) are taken. Amounts are numbers in USD, as clients
 * of this endpoint expect; what the upstream costs the operator is never in it.
 * @throws {Refusal} `invalid_request` naming the parameter.
 */
export async function readUsage(exchange: Exchange, access: KeyAccess, deps: GatewayDeps): Promise<void> {
  const { key } = access;
  const query = new URLSearchParams(exchange.query);
  const startMs = readDate(query, 'start_date');
  const endDate = readDate(query, 'end_date');
  if (startMs !== undefined && endDate !== undefined && endDate < startMs) {
    throw invalidField('end_date', 'must not be before start_date');
  }
  const usage = await deps.usageReports.keyUsage({
    keyId: key.id,
    days: readDays(query),
    timezone: query.get('timezone') ?? 'UTC',
    startMs,
    endMs: endDate === undefined ? undefined : endDate + DAY_MS,
  });
  sendJson(exchange, { ...whatIsLeft(access, deps), ...presentUsage(usage) });
}

/** A key with a quota is told of its quota; one without, of the wallet that it draws on. */
function whatIsLeft({ key }: KeyAccess, deps: GatewayDeps): Record<string, unknown> {
  const spentNano = deps.admissions.key(key.id)?.spentNano ?? key.quotaUsedNano;
  const status = shownStatusOf({ ...key, quotaUsedNano: spentNano }, deps.clock.nowMs());
  const walletNano = deps.admissions.wallet(key.organizationId)?.remainingNano ?? 0;
  const common = { isValid: true, status, unit: 'USD', ...expiry(key.expiresAtMs, deps.clock.nowMs()) };
  if (key.quotaNano === null) {
    const balance = usd(walletNano);
    return { mode: 'unrestricted', ...common, planName: 'Wallet balance', remaining: balance, balance };
  }
  const remaining = usd(Math.max(0, key.quotaNano - spentNano));
  return {
    mode: 'quota_limited',
    ...common,
    quota: { limit: usd(key.quotaNano), used: usd(spentNano), remaining, unit: 'USD' },
    remaining,
  };
}

function expiry(expiresAtMs: number | null, nowMs: number): Record<string, unknown> {
  return expiresAtMs === null
    ? {}
    : {
        expires_at: new Date(expiresAtMs).toISOString(),
        days_until_expiry: Math.max(0, Math.ceil((expiresAtMs - nowMs) / DAY_MS)),
      };
}

function presentUsage(usage: KeyUsage): Record<string, unknown> {
  return {
    usage: {
      today: presentSums(usage.today),
      total: presentSums(usage.total),
      average_duration_ms: usage.averageDurationMs,
      rpm: usage.requestsPerMinute,
      tpm: usage.tokensPerMinute,
    },
    daily_usage: usage.daily.map(({ date, ...sums }) => {
      const { cache_creation_tokens: cache_write_tokens, ...rest } = presentSums(sums);
      return { date, ...rest, cache_write_tokens };
    }),
    model_stats: usage.models.map(({ model, ...sums }) => ({ model, ...presentSums(sums) })),
  };
}

function presentSums(sums: UsageSums): Record<string, number> {
  return {
    requests: sums.requests,
    input_tokens: sums.inputTokens + sums.audioInputTokens + sums.imageInputTokens,
    output_tokens: totalOutputTokens(sums),
    cache_creation_tokens: sums.cacheWrite5mTokens + sums.cacheWrite1hTokens,
    cache_read_tokens: sums.cacheReadTokens,
    total_tokens: allTokens(sums),
    cost: usd(sums.chargeNano),
    actual_cost: usd(sums.chargeNano),
  };
}

function readDays(query: URLSearchParams): number {
  const text = query.get('days') ?? '30';
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 90) {
    throw invalidField('days', 'Invalid days, allowed range is 1-90');
  }
  return days;
}

function readDate(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) {
    return undefined;
  }
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The parser takes 30 February for 2 March; a date that does not come back as it was is none.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) {
    throw invalidField(name, 'must be a date like 2026-05-01');
  }
  return ms;
}

/** The exact decimal read as a number, for the one endpoint whose shape has numbers. */
function usd(amount: NanoUsd): number {
  return Number(formatUsd(amount));
}
