import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

const NEW_SUMS = [
  ...['errors', 'images', 'seconds', 'songs', 'characters', 'web_searches', 'hosted_tools'],
  'upstream_cost_nano',
];
const OLD_SUMS = [
  ...['requests', 'input_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'],
  ...['audio_input_tokens', 'image_input_tokens', 'output_tokens', 'reasoning_tokens'],
  ...['audio_output_tokens', 'image_output_tokens', 'charge_nano', 'duration_ms'],
];
const SUMS = [...OLD_SUMS, ...NEW_SUMS];
const LATENCIES = Array.from({ length: 12 }, (_, at) => `latency_${at}`);

/**
 * Sums by project and by channel beside those by key, days of keys, and what lists of requests are found by.
 * Failures are few, so their indexes cost nothing for requests that succeed.
 */
export function usageReports(engine: Engine): Migration {
  const hot = engine === 'sqlite' ? ' without rowid' : '';
  return sqlMigration(engine, [
    ...NEW_SUMS.map((column) => `alter table usage_hours add column ${column} bigint not null default 0`),
    'drop index usage_hours_organization_id_hour_start_index',
    'create index usage_hours_hour_start_organization_id_index on usage_hours (hour_start, organization_id)',
    `create table usage_project_hours (
    organization_id text not null,
    hour_start bigint not null,
    project_id text not null,
    model text not null,
    ${sums([...SUMS, ...LATENCIES])},
    constraint usage_project_hours_pk primary key (organization_id, hour_start, project_id, model)
  )${hot}`,
    `create table usage_channel_hours (
    hour_start bigint not null,
    channel_id text not null,
    model text not null,
    ${sums([...SUMS, ...LATENCIES, 'attempts', 'failed_attempts'])},
    constraint usage_channel_hours_pk primary key (hour_start, channel_id, model)
  )${hot}`,
    `create table usage_days (
    day_start bigint not null,
    owner_id text not null,
    id text not null,
    project_id text not null,
    ${sums(SUMS)},
    constraint usage_days_pk primary key (day_start, owner_id, id)
  )${hot}`,
    `create table usage_rolled_days (
    day_start bigint not null,
    constraint usage_rolled_days_pk primary key (day_start)
  )${hot}`,
    copy('usage_project_hours', ['organization_id', 'hour_start', 'project_id', 'model']),
    copy('usage_channel_hours', ['hour_start', "'' as channel_id", 'model']),
    'create index requests_error_code_id_index on requests (error_code, id) where error_code is not null',
    "create index requests_state_id_index on requests (state, id) where state <> 'settled'",
  ]);
}

function sums(columns: readonly string[]): string {
  return columns.map((column) => `${column} bigint not null default 0`).join(',\n    ');
}

/** What was summed before by key is summed by less. */
function copy(table: string, by: readonly string[]): string {
  const names = by.map((column) => column.split(' as ').at(-1) ?? column);
  const totals = OLD_SUMS.map((column) => `sum(${column})`);
  const groups = by.filter((column) => !column.includes(' as '));
  return `insert into ${table} (${[...names, ...OLD_SUMS].join(', ')})
    select ${[...by, ...totals].join(', ')} from usage_hours group by ${groups.join(', ')}`;
}
