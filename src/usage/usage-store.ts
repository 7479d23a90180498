import { sql } from 'kysely';
import type { Executor } from '../db/index.ts';
import type { UsageSums } from './usage-sums.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What sums can be told apart by. `hour` is for days of a time zone that are put together later. */
export type SumColumn = 'day' | 'hour' | 'model' | 'key' | 'project';

/** Which hours; whole hours, the first included and the last not. */
export interface HoursFilter {
  readonly organizationId?: string;
  readonly projectId?: string;
  readonly keyId?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Sums of one group of hours; what they were not told apart by is null. */
export interface SumRow extends UsageSums {
  /** Start of the hour or of the day (UTC). */
  readonly startMs: number | null;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly projectId: string | null;
}

/** Sums over hours, told apart by the given columns and ordered by them. */
export async function sumHours(
  executor: Executor,
  filter: HoursFilter,
  by: readonly SumColumn[],
): Promise<SumRow[]> {
  const start = by.includes('hour') ? startOf(HOUR_MS) : by.includes('day') ? startOf(DAY_MS) : null;
  const model = by.includes('model') ? sql.ref('model') : null;
  const key = by.includes('key') ? sql.ref('key_id') : null;
  const project = by.includes('project') ? sql.ref('project_id') : null;
  const groups = [start, model, key, project].filter((group) => group !== null);
  let query = executor
    .selectFrom('usage_hours')
    .select([
      (start ?? sql`null`).$castTo<number | null>().as('startMs'),
      (model ?? sql`null`).$castTo<string | null>().as('model'),
      (key ?? sql`null`).$castTo<string | null>().as('keyId'),
      (project ?? sql`null`).$castTo<string | null>().as('projectId'),
      total('requests').as('requests'),
      total('input_tokens').as('inputTokens'),
      total('cache_read_tokens').as('cacheReadTokens'),
      total('cache_write_5m_tokens').as('cacheWrite5mTokens'),
      total('cache_write_1h_tokens').as('cacheWrite1hTokens'),
      total('audio_input_tokens').as('audioInputTokens'),
      total('output_tokens').as('outputTokens'),
      total('reasoning_tokens').as('reasoningTokens'),
      total('audio_output_tokens').as('audioOutputTokens'),
      total('image_input_tokens').as('imageInputTokens'),
      total('image_output_tokens').as('imageOutputTokens'),
      total('charge_nano').as('chargeNano'),
      total('duration_ms').as('durationMs'),
    ]);
  if (groups.length > 0) {
    query = query.groupBy(groups).orderBy(sql.join(groups));
  }
  if (filter.organizationId !== undefined) {
    query = query.where('organization_id', '=', filter.organizationId);
  }
  if (filter.projectId !== undefined) {
    query = query.where('project_id', '=', filter.projectId);
  }
  if (filter.keyId !== undefined) {
    query = query.where('key_id', '=', filter.keyId);
  }
  if (filter.fromMs !== undefined) {
    query = query.where('hour_start', '>=', filter.fromMs);
  }
  if (filter.toMs !== undefined) {
    query = query.where('hour_start', '<', filter.toMs);
  }
  return query.execute();
}

/** Requests and tokens of a key since a moment, found by the ids from `fromId` on. */
export async function sumRecent(
  executor: Executor,
  recent: { readonly keyId: string; readonly fromId: string; readonly fromMs: number },
): Promise<{ requests: number; tokens: number }> {
  const tokens = sql`input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
    + audio_input_tokens + output_tokens + reasoning_tokens + audio_output_tokens
    + image_input_tokens + image_output_tokens`;
  return executor
    .selectFrom('requests')
    .select([
      sql<number>`cast(count(*) as bigint)`.as('requests'),
      sql<number>`cast(coalesce(sum(${tokens}), 0) as bigint)`.as('tokens'),
    ])
    .where('key_id', '=', recent.keyId)
    .where('id', '>=', recent.fromId)
    .where('started_at', '>=', recent.fromMs)
    .where('state', '<>', 'refused')
    .executeTakeFirstOrThrow();
}

function startOf(lengthMs: number) {
  return sql`hour_start - hour_start % ${sql.lit(lengthMs)}`;
}

/** PostgreSQL sums int8 as numeric, which would be read as text. */
function total(column: string) {
  return sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint)`;
}
