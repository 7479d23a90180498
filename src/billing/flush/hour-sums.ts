import type { PieceKind } from '../../canonical/usage.ts';
import { ATTEMPT_COLUMNS, LATENCY_BOUNDS_MS, LATENCY_COLUMNS, SUM_COLUMNS } from '../../db/usage-tables.ts';
import type { RequestRecord } from '../request-record.ts';
import { storedModel } from './stored-model.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is summed by key, by project and by channel. */
export const KEY_NUMBERS = SUM_COLUMNS;
export const PROJECT_NUMBERS = [...SUM_COLUMNS, ...LATENCY_COLUMNS] as const;
export const CHANNEL_NUMBERS = [...PROJECT_NUMBERS, ...ATTEMPT_COLUMNS] as const;

const CHARGE_AT = SUM_COLUMNS.indexOf('charge_nano');
const UPSTREAM_COST_AT = SUM_COLUMNS.indexOf('upstream_cost_nano');
const LATENCY_AT = SUM_COLUMNS.length;
const ATTEMPTS_AT = PROJECT_NUMBERS.length;
const FAILED_ATTEMPTS_AT = ATTEMPTS_AT + 1;

/** One sum: what it is of, in the order of the columns of its table, and its numbers. */
export interface SumRow {
  readonly of: readonly (string | number)[];
  readonly sums: Float64Array;
}

/** What a batch adds to the sums by hour, each list sorted by what its rows are found by. */
export interface HourSums {
  readonly keys: readonly SumRow[];
  readonly projects: readonly SumRow[];
  readonly channels: readonly SumRow[];
  /** The days (UTC) they fall on. */
  readonly days: readonly number[];
}

/** What was charged to whom, for which model, and when what it is for began. */
type ChargeOnly = Pick<
  RequestRecord,
  'keyId' | 'organizationId' | 'projectId' | 'model' | 'startedAtMs' | 'chargeNano'
>;

/** Adds up the hours of a batch. */
interface HourAdder {
  add(record: RequestRecord): void;
  /** A charge without a request, such as that of a task. */
  addCharge(charge: ChargeOnly): void;
  sorted(): HourSums;
}

/** Sums of nothing yet. Refused requests are not to be added. */
export function createHourSums(): HourAdder {
  const keys = createRows(KEY_NUMBERS.length);
  const projects = createRows(PROJECT_NUMBERS.length);
  const channels = createRows(CHANNEL_NUMBERS.length);
  const days = new Set<number>();
  // One request's numbers, added to all three with plain loops: no object is made for a request.
  const numbers = new Float64Array(SUM_COLUMNS.length);
  const rowsOf = (use: Omit<ChargeOnly, 'chargeNano'>) => {
    const { keyId, organizationId, projectId, startedAtMs } = use;
    const hour = startedAtMs - (startedAtMs % HOUR_MS);
    const model = storedModel(use.model ?? '');
    days.add(hour - (hour % DAY_MS));
    return {
      key: keys(`${keyId} ${hour} ${model}`, () => [keyId, hour, model, organizationId, projectId]),
      project: projects(`${projectId} ${hour} ${model}`, () => [organizationId, hour, projectId, model]),
      channel: (id: string) => channels(`${id} ${hour} ${model}`, () => [hour, id, model]),
    };
  };
  return {
    add(record) {
      const { key, project, channel } = rowsOf(record);
      const { attempts } = record;
      const bucket = LATENCY_AT + bucketOf(record.totalMs);
      readNumbers(numbers, record);
      addTo(key, numbers);
      addTo(project, numbers);
      addAt(project, bucket, 1);
      const last = channel(attempts.at(-1)?.channelId ?? '');
      // What each attempt cost counts where it was made.
      numbers[UPSTREAM_COST_AT] = 0;
      addTo(last, numbers);
      addAt(last, bucket, 1);
      for (const { channelId, status, upstreamCostNano } of attempts) {
        const tried = channel(channelId);
        addAt(tried, UPSTREAM_COST_AT, upstreamCostNano ?? 0);
        addAt(tried, ATTEMPTS_AT, 1);
        addAt(tried, FAILED_ATTEMPTS_AT, status === 'failed' ? 1 : 0);
      }
    },
    addCharge(charge) {
      const { key, project, channel } = rowsOf(charge);
      for (const row of [key, project, channel('')]) {
        addAt(row, CHARGE_AT, charge.chargeNano);
      }
    },
    sorted: () => ({
      keys: keys.sorted(),
      projects: projects.sorted(),
      channels: channels.sorted(),
      days: [...days],
    }),
  };
}

/** Rows by name, sorted by it in the end: the same order in every transaction. */
function createRows(width: number) {
  const rows = new Map<string, SumRow>();
  const find = (name: string, of: () => SumRow['of']): Float64Array => {
    let row = rows.get(name);
    if (row === undefined) {
      row = { of: of(), sums: new Float64Array(width) };
      rows.set(name, row);
    }
    return row.sums;
  };
  return Object.assign(find, {
    sorted: () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  });
}

function readNumbers(numbers: Float64Array, record: RequestRecord): void {
  const { usage } = record;
  let at = 0;
  numbers[at++] = 1;
  numbers[at++] = record.state === 'settled' ? 0 : 1;
  numbers[at++] = usage.inputTokens;
  numbers[at++] = usage.cacheReadTokens;
  numbers[at++] = usage.cacheWrite5mTokens;
  numbers[at++] = usage.cacheWrite1hTokens;
  numbers[at++] = usage.audioInputTokens;
  numbers[at++] = usage.imageInputTokens;
  numbers[at++] = usage.outputTokens;
  numbers[at++] = usage.reasoningTokens;
  numbers[at++] = usage.audioOutputTokens;
  numbers[at++] = usage.imageOutputTokens;
  for (const column of PIECE_ORDER) {
    numbers[at++] = record.pieces.length === 0 ? 0 : piecesOf(record, column);
  }
  numbers[at++] = record.chargeNano;
  numbers[at++] = upstreamCost(record);
  numbers[at] = Math.round(record.totalMs);
}

/** As their columns stand in `SUM_COLUMNS`. */
const PIECE_ORDER: readonly PieceKind[] = [
  'image',
  'second',
  'song',
  'character',
  'web_search',
  'hosted_tool',
];

function piecesOf({ pieces }: RequestRecord, kind: PieceKind): number {
  let sum = 0;
  for (const piece of pieces) {
    sum += piece.kind === kind ? Math.max(0, Math.ceil(piece.count)) : 0;
  }
  return sum;
}

function upstreamCost({ attempts }: RequestRecord): number {
  let sum = 0;
  for (const { upstreamCostNano } of attempts) {
    sum += upstreamCostNano ?? 0;
  }
  return sum;
}

function bucketOf(totalMs: number): number {
  let at = 0;
  while (at < LATENCY_BOUNDS_MS.length && totalMs > (LATENCY_BOUNDS_MS[at] ?? 0)) {
    at += 1;
  }
  return at;
}

function addTo(sums: Float64Array, numbers: Float64Array): void {
  for (let at = 0; at < SUM_COLUMNS.length; at += 1) {
    addAt(sums, at, numbers[at] ?? 0);
  }
}

function addAt(sums: Float64Array, at: number, amount: number): void {
  sums[at] = (sums[at] ?? 0) + amount;
}
