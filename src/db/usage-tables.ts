/** What is summed of requests wherever they are summed, in the order of the columns. */
export const SUM_COLUMNS = [
  'requests',
  'errors',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'audio_input_tokens',
  'image_input_tokens',
  'output_tokens',
  'reasoning_tokens',
  'audio_output_tokens',
  'image_output_tokens',
  'images',
  'seconds',
  'songs',
  'characters',
  'web_searches',
  'hosted_tools',
  'charge_nano',
  'upstream_cost_nano',
  'duration_ms',
] as const;

/**
 * How long requests took: each column counts those of at most so many milliseconds that no column before it
 * counted. The last takes the rest.
 */
export const LATENCY_BOUNDS_MS = [
  100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 102_400,
] as const;

/** The columns of the histogram. */
export const LATENCY_COLUMNS = [
  ...['latency_0', 'latency_1', 'latency_2', 'latency_3', 'latency_4', 'latency_5'],
  ...['latency_6', 'latency_7', 'latency_8', 'latency_9', 'latency_10', 'latency_11'],
] as const satisfies readonly (keyof LatencyColumns)[];

/** What was tried on a channel, beside the sums of the requests that ended there. */
export const ATTEMPT_COLUMNS = ['attempts', 'failed_attempts'] as const;

type Sums = Record<(typeof SUM_COLUMNS)[number], number>;
type LatencyColumns = Record<`latency_${number}`, number>;

/** Sums by key, model and hour (UTC), kept in the transaction that settles. */
export interface UsageHoursTable extends Sums {
  key_id: string;
  hour_start: number;
  model: string;
  organization_id: string;
  project_id: string;
}

/** The same by project, with how long requests took. */
export interface UsageProjectHoursTable extends Sums, LatencyColumns {
  organization_id: string;
  hour_start: number;
  project_id: string;
  model: string;
}

/**
 * The same by the channel that was asked last, empty where none was; so all channels together are the whole
 * deployment. What attempts cost upstream counts for the channel of each.
 */
export interface UsageChannelHoursTable extends Sums, LatencyColumns {
  hour_start: number;
  channel_id: string;
  model: string;
  attempts: number;
  failed_attempts: number;
}

/** Sums of whole days (UTC): of an organization's keys, and, where `owner_id` is empty, of organizations. */
export interface UsageDaysTable extends Sums {
  day_start: number;
  owner_id: string;
  /** The key, or the organization. */
  id: string;
  /** Of the key; empty for an organization. */
  project_id: string;
}

/** The days that `usage_days` has; of others the hours have to be read. */
export interface UsageRolledDaysTable {
  day_start: number;
}
