import { type RawBuilder, sql } from 'kysely';
import { LATENCY_BOUNDS_MS } from '../../src/db/usage-tables.ts';

/** Which requests are made of how many. */
interface Part {
  readonly first: number;
  readonly last: number;
  readonly all: number;
  readonly keys: number;
  /** Over how long they are spread. */
  readonly spanMs: number;
  readonly endMs: number;
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The time of an id, as `src/core/ids.ts` writes it. */
const TIME = Array.from(
  { length: 10 },
  (_, at) => `substr('${DIGITS}', 1 + ((ms >> ${45 - 5 * at}) & 31), 1)`,
).join(' || ');

/** Numbers from 0 to 1 that look drawn and are the same in every run. */
function share(factor: number, divisor: number): string {
  return `((i * ${factor}) % ${divisor}) / ${divisor}.0`;
}

/** Requests as those of a busy installation: most succeed, some fail, a few are refused. */
export function insertRequests({ first, last, all, keys, spanMs, endMs }: Part): RawBuilder<unknown> {
  return sql`insert into requests (id, organization_id, project_id, key_id, operation, dialect, model,
      upstream_model, route, is_streaming, state, status, error_code, input_tokens, cache_read_tokens,
      cache_write_5m_tokens, cache_write_1h_tokens, audio_input_tokens, output_tokens, reasoning_tokens,
      audio_output_tokens, usage_source, charge_nano, uncollected_nano, hold_nano, price, client_gone, started_at,
      first_byte_ms, total_ms)
    with recursive numbers (i) as (select ${first} union all select i + 1 from numbers where i < ${last}),
    drawn as (select i, cast(${endMs} as integer) - (${sql.lit(all)} - i) * ${sql.lit(spanMs)} / ${sql.lit(all)} as ms,
      ${sql.raw(share(48_271, 999_983))} as who, ${sql.raw(share(69_621, 999_979))} as what,
      ${sql.raw(share(40_692, 999_961))} as fate, ${sql.raw(share(16_807, 999_959))} as size,
      ${sql.raw(share(39_373, 999_953))} as speed from numbers),
    made as (select *, cast(3000 * size * size as integer) as fresh, cast(900 * size * what as integer) as cached,
      cast(800 * what * what as integer) as written, fate < 0.02 as is_refused, fate between 0.02 and 0.05 as has_failed
      from drawn)
    select 'req_' || ${sql.raw(TIME)} || printf('%016d', i), k.organization_id, k.project_id, k.id,
      case when size < 0.95 then 'chat.completions' else 'embeddings' end, 'openai-chat',
      'model-' || cast(12 * what * what as integer), case when is_refused then null else 'upstream' end,
      case when is_refused then null else 'pass-through' end, size < 0.6,
      case when is_refused then 'refused' when has_failed then 'failed' else 'settled' end,
      case when is_refused then 429 when has_failed then 502 else 200 end,
      case when is_refused then 'rate_limit_exceeded' when has_failed then 'upstream_failed' end,
      case when fate < 0.05 then 0 else fresh end, case when fate < 0.05 then 0 else cached end, 0, 0, 0,
      case when fate < 0.05 then 0 else written end, 0, 0,
      case when fate < 0.05 then 'none' else 'upstream' end,
      case when fate < 0.05 then 0 else (fresh + cached) * 500 + written * 2000 end, 0, 5000000,
      case when is_refused then null else '{"source":"operator:model","group_multiplier":"1","input":"0.5","output":"2"}' end,
      0, ms, case when is_refused then null else 40 + cast(2000 * speed * speed as integer) end,
      60 + cast(20000 * speed * speed * speed as integer)
    from made cross join seeded_keys on seeded_keys.n = cast(${keys} * who * who * who as integer)
    cross join api_keys k on k.id = seeded_keys.id`;
}

const HOUR = 'started_at - started_at % 3600000';
const CHANNEL = `'chan_many' || (unicode(substr(id, -1)) % 8)`;
/** The names and values of the sums that these requests have something of. */
const SUM_NAMES = `requests, errors, input_tokens, cache_read_tokens, output_tokens, charge_nano,
  upstream_cost_nano, duration_ms`;
const SUMS = `count(*), sum(state <> 'settled'), sum(input_tokens), sum(cache_read_tokens), sum(output_tokens),
  sum(charge_nano), sum(charge_nano), sum(total_ms)`;
const LATENCIES = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, (_, at) => {
  const from = LATENCY_BOUNDS_MS[at - 1] ?? -1;
  const to = LATENCY_BOUNDS_MS[at];
  return `sum(total_ms > ${from}${to === undefined ? '' : ` and total_ms <= ${to}`})`;
}).join(', ');
const LATENCY_NAMES = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, (_, at) => `latency_${at}`).join(
  ', ',
);
const COUNTED = `from requests where state <> 'refused'`;

/** Everything that the writer of real requests makes beside them, by name. */
export const MADE_OF_REQUESTS: Readonly<Record<string, string>> = {
  usage_hours: `insert into usage_hours (key_id, hour_start, model, organization_id, project_id,
      cache_write_5m_tokens, cache_write_1h_tokens, audio_input_tokens, reasoning_tokens, audio_output_tokens,
      ${SUM_NAMES})
    select key_id, ${HOUR}, model, organization_id, project_id, 0, 0, 0, 0, 0, ${SUMS} ${COUNTED} group by 1, 2, 3`,
  usage_project_hours: `insert into usage_project_hours (organization_id, hour_start, project_id, model,
      ${SUM_NAMES}, ${LATENCY_NAMES})
    select organization_id, ${HOUR}, project_id, model, ${SUMS}, ${LATENCIES} ${COUNTED} group by 1, 2, 3, 4`,
  usage_channel_hours: `insert into usage_channel_hours (hour_start, channel_id, model, attempts,
      failed_attempts, ${SUM_NAMES}, ${LATENCY_NAMES})
    select ${HOUR}, ${CHANNEL}, model, count(*), sum(state = 'failed'), ${SUMS}, ${LATENCIES} ${COUNTED} group by 1, 2, 3`,
  attempts: `insert into attempts (request_id, ordinal, channel_id, status, upstream_status, error_code,
      started_at, first_byte_ms, total_ms, upstream_cost_nano)
    select id, 0, ${CHANNEL}, case state when 'failed' then 'failed' else 'succeeded' end,
      case state when 'failed' then 503 else 200 end, error_code, started_at, first_byte_ms, total_ms, charge_nano
    ${COUNTED}`,
  ledger_entries: `insert into ledger_entries (id, organization_id, kind, amount_nano, request_id, key_id, created_at)
    select 'led_' || substr(id, 5), organization_id, 'charge', -charge_nano, id, key_id, started_at + total_ms
    from requests where charge_nano > 0 order by organization_id, id`,
  wallets: `update wallets set spent_nano = (select coalesce(sum(charge_nano), 0) from usage_project_hours
    where organization_id = wallets.organization_id)`,
  api_keys: `update api_keys set quota_used_nano = (select coalesce(sum(charge_nano), 0) from usage_hours
    where key_id = api_keys.id), last_used_at = (select max(hour_start) from usage_hours where key_id = api_keys.id)`,
};
