import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { UsageQuery, UsageReportJson } from '../../../src/console-api/contract/usage.ts';
import { get } from './client.ts';

/** Sums of usage. */
export type UsageReport = z.output<typeof UsageReportJson>;
/** One of them. */
export type UsageSum = UsageReport['data'][number];

type UsageAsked = Partial<Omit<z.input<typeof UsageQuery>, 'limit'>> & { from: string; to: string };

const DAY_MS = 86_400_000;

/** Sums of usage of what a query names. */
export function usageOptions(query: UsageAsked) {
  return queryOptions({
    queryKey: ['usage', query] as const,
    queryFn: ({ signal }) => get<UsageReport>('/api/v1/usage', { ...query }, signal),
    staleTime: 30_000,
  });
}

/** Whole days up to the end of this one (UTC), so that the same span is asked for all day. */
export function daysBefore(days: number, nowMs = Date.now()): { from: string; to: string } {
  const endMs = Math.ceil(nowMs / DAY_MS) * DAY_MS;
  return { from: new Date(endMs - days * DAY_MS).toISOString(), to: new Date(endMs).toISOString() };
}

/** The days of a span (UTC), those without a request too. */
export function everyDay({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms < Date.parse(to); ms += DAY_MS) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

/** The last seven days. */
export function weekBefore(): { from: string; to: string } {
  return daysBefore(7);
}
