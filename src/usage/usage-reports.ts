import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { earliestRequestId } from './earliest-request-id.ts';
import { dayNamer, daysUpTo, utcDay } from './time-zone-days.ts';
import { type SumRow, sumHours, sumRecent } from './usage-store.ts';
import { addSums, NO_SUMS, type UsageSums } from './usage-sums.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MODEL_DAYS = 30;

/** What sums of an organization can be told apart by. */
export type UsageGrouping = 'day' | 'model' | 'key' | 'project';

/** One sum; what it was not told apart by is null. */
export interface UsageSum extends UsageSums {
  /** YYYY-MM-DD, UTC. */
  readonly day: string | null;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly projectId: string | null;
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
  /** Sums of the hours that begin in [fromMs, toMs). */
  sums(query: {
    /** Null for all organizations. */
    readonly organizationId: Id<'org'> | null;
    readonly fromMs: number;
    readonly toMs: number;
    readonly groupBy: readonly UsageGrouping[];
  }): Promise<readonly UsageSum[]>;
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
  return {
    async sums({ organizationId, fromMs, toMs, groupBy }) {
      const rows = await sumHours(
        database.db,
        { fromMs, toMs, ...(organizationId === null ? {} : { organizationId }) },
        groupBy,
      );
      return rows.filter(({ requests }) => requests > 0).map(usageSum);
    },
    async keyUsage({ keyId, days, timezone, startMs, endMs }) {
      const nowMs = clock.nowMs();
      const dayOf = dayNamer(timezone);
      const { db } = database;
      const fromMs = nowMs - MINUTE_MS;
      const modelsFrom = startMs ?? nowMs - MODEL_DAYS * DAY_MS;
      const [hours, total, models, recent] = await Promise.all([
        // One day more than asked for, because the first day of the time zone may begin that much earlier.
        sumHours(db, { keyId, fromMs: nowMs - (days + 1) * DAY_MS }, ['hour']),
        sumHours(db, { keyId }, []),
        sumHours(db, { keyId, fromMs: modelsFrom, ...(endMs === undefined ? {} : { toMs: endMs }) }, [
          'model',
        ]),
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
        models: models
          .map((row) => ({ model: row.model ?? '', ...sumsOfRow(row) }))
          .sort((a, b) => b.chargeNano - a.chargeNano),
      };
    },
  };
}

function usageSum(row: SumRow): UsageSum {
  const { startMs, model, keyId, projectId } = row;
  return {
    day: startMs === null ? null : utcDay(startMs),
    ...{ model, keyId, projectId },
    ...sumsOfRow(row),
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
