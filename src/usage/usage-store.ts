import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../db/index.ts';
import { LATENCY_COLUMNS } from '../db/usage-tables.ts';
import { sourceFor, type UsageFilter, type UsageGrouping, type UsageSource } from './usage-query.ts';
import { type DayParts, dayParts } from './usage-spans.ts';
import { SUM_FIELDS, type UsageSums } from './usage-sums.ts';

const DAY_MS = 86_400_000;

/** Sums of one group; what they were not told apart by is null. */
export interface SumRow extends UsageSums {
  /** Start of the hour or, where hours were not asked for, of the day (UTC). */
  readonly startMs: number | null;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly projectId: string | null;
  readonly organizationId: string | null;
  readonly channelId: string | null;
  /** The histogram of `LATENCY_COLUMNS`; null where it is not kept. */
  readonly latencies: readonly number[] | null;
  /** Null but for channels. */
  readonly attempts: number | null;
  readonly failedAttempts: number | null;
}

type Dimension = 'startMs' | 'model' | 'keyId' | 'projectId' | 'organizationId' | 'channelId';
type Dimensions = Readonly<Partial<Record<Dimension, RawBuilder<unknown>>>>;

const SOURCE_TABLE = {
  'channel-hours': 'usage_channel_hours',
  'project-hours': 'usage_project_hours',
  'key-hours': 'usage_hours',
} as const satisfies Partial<Record<UsageSource, string>>;

/** Sums of usage, told apart by `by`: in the order of time where that is asked for, dearest first. */
export async function sumUsage(
  executor: Executor,
  filter: UsageFilter,
  by: readonly UsageGrouping[],
  limit: number,
): Promise<SumRow[]> {
  const source = sourceFor(filter, by);
  const numbers = numbersOf(source);
  const parts =
    source === 'days'
      ? daySelects(filter, by, dayParts(filter, await rolledDays(executor, filter)))
      : [hoursSelect(SOURCE_TABLE[source], filter, by, numbers)];
  const dimensions = dimensionNames(by);
  const [first] = parts;
  const all = parts.length === 1 && first !== undefined ? first : together(parts, dimensions, numbers);
  const order = [
    ...(dimensions.includes('startMs') ? [sql`${sql.id('startMs')}`] : []),
    sql`charge_nano desc`,
    ...dimensions.filter((name) => name !== 'startMs').map((name) => sql`${sql.id(name)}`),
  ];
  const { rows } = await sql<Record<string, string | number | null>>`${all} order by ${sql.join(
    order,
  )} limit ${limit}`.execute(executor);
  return rows.map((row) => sumRow(row, source));
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

async function rolledDays(executor: Executor, { fromMs, toMs }: UsageFilter): Promise<number[]> {
  const rows = await executor
    .selectFrom('usage_rolled_days')
    .select('day_start')
    .where('day_start', '>=', fromMs)
    .where('day_start', '<=', toMs - DAY_MS)
    .execute();
  return rows.map(({ day_start: day }) => day);
}

function hoursSelect(
  table: string,
  filter: UsageFilter,
  by: readonly UsageGrouping[],
  numbers: readonly string[],
): RawBuilder<unknown> {
  const start = by.includes('hour') ? sql`hour_start` : sql`hour_start - hour_start % ${sql.lit(DAY_MS)}`;
  const dimensions = dimensionsOf(by, {
    startMs: start,
    model: sql`model`,
    keyId: sql`key_id`,
    projectId: sql`project_id`,
    organizationId: sql`organization_id`,
    channelId: sql`channel_id`,
  });
  const where = [
    sql`hour_start >= ${filter.fromMs}`,
    sql`hour_start < ${filter.toMs}`,
    ...equals('organization_id', filter.organizationId),
    ...equals('project_id', filter.projectId),
    ...equals('key_id', filter.keyId),
    ...equals('model', filter.model),
    ...equals('channel_id', filter.channelId),
  ];
  if (by.length === 1 && by[0] === 'day') {
    // Hours come in the order of the table, so that SQLite sorts a few sums instead of every row.
    const hours = grouped(sql.table(table), { hour_start: sql`hour_start` }, where, numbers);
    return grouped(sql`(${hours}) as hours`, dimensions, [sql`1 = 1`], numbers);
  }
  return grouped(sql.table(table), dimensions, where, numbers);
}

/** Whole days where they are summed up, hours for the rest. */
function daySelects(
  filter: UsageFilter,
  by: readonly UsageGrouping[],
  { days, spans }: DayParts,
): RawBuilder<unknown>[] {
  const numbers = numbersOf('days');
  const isOfOrganizations = !by.includes('key') && !by.includes('project') && filter.projectId == null;
  const dimensions = dimensionsOf(by, {
    startMs: sql`day_start`,
    keyId: sql`id`,
    projectId: sql`project_id`,
    organizationId: isOfOrganizations ? sql`id` : sql`owner_id`,
  });
  const owner = isOfOrganizations ? '' : filter.organizationId;
  const where = [
    sql`day_start in (${sql.join(days.map((day) => sql.lit(day)))})`,
    owner === null ? sql`owner_id <> ''` : sql`owner_id = ${owner}`,
    ...equals('project_id', filter.projectId),
  ];
  return [
    ...(days.length === 0 ? [] : [grouped(sql.table('usage_days'), dimensions, where, numbers)]),
    ...spans.map((span) => hoursSelect('usage_hours', { ...filter, ...span }, by, numbers)),
  ];
}

function grouped(
  from: RawBuilder<unknown>,
  dimensions: Readonly<Record<string, RawBuilder<unknown> | undefined>>,
  where: readonly RawBuilder<unknown>[],
  numbers: readonly string[],
): RawBuilder<unknown> {
  const names = Object.entries(dimensions);
  const selected = [
    ...names.map(([name, column]) => sql`${column} as ${sql.id(name)}`),
    ...numbers.map((column) => total(column)),
  ];
  const groups = names.length === 0 ? sql`` : sql`group by ${sql.join(names.map(([, column]) => column))}`;
  return sql`select ${sql.join(selected)} from ${from} where ${sql.join(where, sql` and `)} ${groups}`;
}

function together(
  parts: readonly RawBuilder<unknown>[],
  dimensions: readonly Dimension[],
  numbers: readonly string[],
): RawBuilder<unknown> {
  const names = dimensions.map((name) => sql.id(name));
  const selected = [...names, ...numbers.map((column) => total(column))];
  const groups = names.length === 0 ? sql`` : sql`group by ${sql.join(names)}`;
  return sql`select ${sql.join(selected)} from (${sql.join(parts, sql` union all `)}) as parts ${groups}`;
}

/** PostgreSQL sums int8 as numeric, which would be read as text. */
function total(column: string): RawBuilder<unknown> {
  return sql`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint) as ${sql.id(column)}`;
}

function equals(column: string, value: string | null | undefined): RawBuilder<unknown>[] {
  return value === null || value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];
}

function dimensionNames(by: readonly UsageGrouping[]): Dimension[] {
  return [
    ...(by.includes('hour') || by.includes('day') ? (['startMs'] as const) : []),
    ...(by.includes('model') ? (['model'] as const) : []),
    ...(by.includes('key') ? (['keyId'] as const) : []),
    ...(by.includes('project') ? (['projectId'] as const) : []),
    ...(by.includes('organization') ? (['organizationId'] as const) : []),
    ...(by.includes('channel') ? (['channelId'] as const) : []),
  ];
}

function dimensionsOf(by: readonly UsageGrouping[], columns: Dimensions): Dimensions {
  return Object.fromEntries(dimensionNames(by).map((name) => [name, columns[name] ?? sql`null`]));
}

function numbersOf(source: UsageSource): readonly string[] {
  const sums = Object.values(SUM_FIELDS);
  if (source === 'key-hours' || source === 'days') {
    return sums;
  }
  const latencies = [...sums, ...LATENCY_COLUMNS];
  return source === 'project-hours' ? latencies : [...latencies, 'attempts', 'failed_attempts'];
}

function sumRow(row: Record<string, string | number | null>, source: UsageSource): SumRow {
  const number = (column: string) => Number(row[column] ?? 0);
  const text = (name: string) => (row[name] === undefined ? null : String(row[name]));
  const sums = Object.entries(SUM_FIELDS).map(([field, column]) => [field, number(column)]);
  const hasLatencies = source === 'project-hours' || source === 'channel-hours';
  const isOfChannels = source === 'channel-hours';
  return {
    ...(Object.fromEntries(sums) as Record<keyof UsageSums, number>),
    startMs: row.startMs === undefined ? null : number('startMs'),
    ...{ model: text('model'), keyId: text('keyId'), projectId: text('projectId') },
    ...{ organizationId: text('organizationId'), channelId: text('channelId') },
    latencies: hasLatencies ? LATENCY_COLUMNS.map(number) : null,
    attempts: isOfChannels ? number('attempts') : null,
    failedAttempts: isOfChannels ? number('failed_attempts') : null,
  };
}
