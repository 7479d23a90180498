import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { earliestRequestId } from './earliest-request-id.ts';
import { percentileMs } from './latency.ts';
import { dayNamer, daysUpTo, utcDay } from './time-zone-days.ts';
import type { UsageFilter, UsageGrouping } from './usage-query.ts';
import { type SumRow, sumRecent, sumUsage } from './usage-store.ts';
import { addSums, NO_SUMS, type UsageSums } from './usage-sums.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MODEL_DAYS = 30;
const EVER: Pick<UsageFilter, 'fromMs' | 'toMs'> = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
/** More models than anybody asks a key for in a month, and more hours than three months have. */
const MOST_ROWS = 10_000;

/** One sum; what it was not told apart by is null. */
export interface UsageSum extends UsageSums {
  /** Start of the hour. */
  readonly hourMs: number | null;
  /** YYYY-MM-DD, UTC. */
  readonly day: string | null;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly projectId: string | null;
  readonly organizationId: string | null;
  /** The channel that was asked last; empty where none was. */
  readonly channelId: string | null;
  /** The time within which 95 of 100 requests were done; null where that is not kept. */
  readonly p95Ms: number | null;
  /** What was tried on a channel; null where channels are not told apart. */
  readonly attempts: number | null;
  readonly failedAttempts: number | null;
}

/** A report: its sums, and what they come to together, those that were cut off included. */
export interface UsageReport {
  readonly sums: readonly UsageSum[];
  readonly total: UsageSum;
  /** Whether there were more than `limit` sums. */
  readonly isCut: boolean;
}

/** What a key used, as `GET /v1/usage` shows it. Refused requests count nowhere. */
export interface KeyUsage {
  /** Since midnight in the time zone that was asked for. */
  readonly today: UsageSums;
  readonly total: UsageSums;
  readonly averageDurationMs: number;
  /** Requests and tokens of the last sixty seconds. */
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  /** Every day that was asked for, oldest first, days without use included. */
  readonly daily: readonly (UsageSums & { readonly date: string })[];
  /** By cost, dearest first. */
  readonly models: readonly (UsageSums & { readonly model: string })[];
}

/** What keys and organizations used. Sums are kept by the hour, in the transaction that settles. */
export interface UsageReports {
  /**
   * Sums of the hours that begin in [fromMs, toMs): by time where that is told apart, else dearest first.
   * @throws {Refusal} `invalid_request` when channels are to be told apart by something they are not.
   */
  report(
    query: UsageFilter & { readonly groupBy: readonly UsageGrouping[]; readonly limit: number },
  ): Promise<UsageReport>;
  /** What all of it comes to. @throws {Refusal} as `report`. */
  total(filter: UsageFilter): Promise<UsageSum>;
  /**
   * What one key used: `days` days up to today in an IANA time zone (hours are never split, so a zone that
   * is half an hour off counts its first half hour to the day before), models over [startMs, endMs), the
   * last 30 days when not said.
   * @throws {Refusal} `invalid_request` when there is no such time zone.
   */
  keyUsage(query: {
    readonly keyId: Id<'key'>;
    readonly days: number;
    readonly timezone: string;
    readonly startMs?: number | undefined;
    readonly endMs?: number | undefined;
  }): Promise<KeyUsage>;
}

/** The reports of one database. */
export function createUsageReports({ database, clock }: { database: Database; clock: Clock }): UsageReports {
  const { db } = database;
  const totalOf = async (filter: UsageFilter): Promise<UsageSum> => {
    const [row] = await sumUsage(db, filter, [], 1);
    return usageSum(row, []);
  };
  return {
    async report({ groupBy, limit, ...filter }) {
      const rows = await sumUsage(db, filter, groupBy, limit + 1);
      const sums = rows.filter((row) => row.requests + row.chargeNano + (row.attempts ?? 0) > 0);
      return {
        sums: sums.slice(0, limit).map((row) => usageSum(row, groupBy)),
        // All rows are there: what they come to need not be asked for.
        total: rows.length > limit ? await totalOf(filter) : usageSum(together(rows), []),
        isCut: sums.length > limit,
      };
    },
    total: totalOf,
    async keyUsage({ keyId, days, timezone, startMs, endMs }) {
      const nowMs = clock.nowMs();
      const dayOf = dayNamer(timezone);
      const key: UsageFilter = { ...EVER, organizationId: null, keyId };
      const fromMs = nowMs - MINUTE_MS;
      const span = { fromMs: startMs ?? nowMs - MODEL_DAYS * DAY_MS, toMs: endMs ?? EVER.toMs };
      const [hours, total, models, recent] = await Promise.all([
        // One day more than asked for, because the first day of the time zone may begin that much earlier.
        sumUsage(db, { ...key, fromMs: nowMs - (days + 1) * DAY_MS }, ['hour'], MOST_ROWS),
        sumUsage(db, key, [], 1),
        sumUsage(db, { ...key, ...span }, ['model'], MOST_ROWS),
        sumRecent(db, { keyId, fromMs, fromId: earliestRequestId(fromMs) }),
      ]);
      const dates = daysUpTo(dayOf(nowMs), days);
      const byDate = sumByDate(hours, dayOf);
      const all = sumsOfRow(total[0]);
      return {
        today: byDate.get(dayOf(nowMs)) ?? NO_SUMS,
        total: all,
        averageDurationMs: all.requests === 0 ? 0 : Math.round(all.durationMs / all.requests),
        requestsPerMinute: recent.requests,
        tokensPerMinute: recent.tokens,
        daily: dates.map((date) => ({ date, ...(byDate.get(date) ?? NO_SUMS) })),
        models: models.map((row) => ({ model: row.model ?? '', ...sumsOfRow(row) })),
      };
    },
  };
}

function together(rows: readonly SumRow[]): SumRow | undefined {
  const [first, ...others] = rows;
  if (first === undefined) {
    return undefined;
  }
  const latencies = first.latencies?.map((_, at) =>
    rows.reduce((sum, row) => sum + (row.latencies?.[at] ?? 0), 0),
  );
  return {
    ...{ startMs: null, model: null, keyId: null, projectId: null, organizationId: null, channelId: null },
    ...others.reduce<UsageSums>(addSums, addSums(first, NO_SUMS)),
    ...{ latencies: latencies ?? null, attempts: null, failedAttempts: null },
  };
}

function usageSum(row: SumRow | undefined, by: readonly UsageGrouping[]): UsageSum {
  const startMs = row?.startMs ?? null;
  return {
    ...sumsOfRow(row),
    hourMs: by.includes('hour') ? startMs : null,
    day: startMs === null || !by.includes('day') ? null : utcDay(startMs),
    model: row?.model ?? null,
    keyId: row?.keyId ?? null,
    projectId: row?.projectId ?? null,
    organizationId: row?.organizationId ?? null,
    channelId: row?.channelId ?? null,
    p95Ms: row?.latencies == null ? null : percentileMs(row.latencies, 0.95),
    attempts: row?.attempts ?? null,
    failedAttempts: row?.failedAttempts ?? null,
  };
}

function sumsOfRow(row: SumRow | undefined): UsageSums {
  return row === undefined ? NO_SUMS : addSums(row, NO_SUMS);
}

function sumByDate(hours: readonly SumRow[], dayOf: (ms: number) => string): Map<string, UsageSums> {
  const sums = new Map<string, UsageSums>();
  for (const hour of hours) {
    const date = dayOf(hour.startMs ?? 0);
    sums.set(date, addSums(sums.get(date) ?? NO_SUMS, hour));
  }
  return sums;
}
