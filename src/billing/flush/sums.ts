import type { UsageHoursTable } from '../../db/tables.ts';
import type { RequestRecord } from '../request-record.ts';
import { storedModel } from './stored-model.ts';

const HOUR_MS = 3_600_000;

/** What a batch of requests adds to one key. */
export interface KeySum {
  readonly keyId: string;
  chargeNano: number;
  lastUsedAtMs: number;
}

/** What a batch of requests adds to one wallet. */
export interface WalletSum {
  readonly organizationId: string;
  chargeNano: number;
}

/** What a batch of requests adds to the counters, each list sorted by what its rows are found by. */
export interface Sums {
  /** Without wallets that pay nothing. */
  readonly wallets: readonly WalletSum[];
  readonly keys: readonly KeySum[];
  readonly hours: readonly UsageHoursTable[];
}

/**
 * Adds a batch up. The lists are sorted, because two transactions that lock the same rows in a different
 * order would wait for each other. Refused requests touch their key and nothing else.
 */
export function sumsOf(records: readonly RequestRecord[]): Sums {
  const wallets = new Map<string, WalletSum>();
  const keys = new Map<string, KeySum>();
  const hours = new Map<string, UsageHoursTable>();
  for (const record of records) {
    addToKey(keys, record);
    if (record.chargeNano > 0) {
      addToWallet(wallets, record);
    }
    if (record.state !== 'refused') {
      addToHour(hours, record);
    }
  }
  return { wallets: sorted(wallets), keys: sorted(keys), hours: sorted(hours) };
}

function sorted<T>(sums: ReadonlyMap<string, T>): readonly T[] {
  if (sums.size < 2) {
    return [...sums.values()];
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function addToWallet(wallets: Map<string, WalletSum>, { organizationId, chargeNano }: RequestRecord): void {
  const sum = wallets.get(organizationId);
  if (sum === undefined) {
    wallets.set(organizationId, { organizationId, chargeNano });
  } else {
    sum.chargeNano += chargeNano;
  }
}

function addToKey(keys: Map<string, KeySum>, { keyId, chargeNano, startedAtMs }: RequestRecord): void {
  const sum = keys.get(keyId);
  if (sum === undefined) {
    keys.set(keyId, { keyId, chargeNano, lastUsedAtMs: startedAtMs });
  } else {
    sum.chargeNano += chargeNano;
    sum.lastUsedAtMs = Math.max(sum.lastUsedAtMs, startedAtMs);
  }
}

function addToHour(hours: Map<string, UsageHoursTable>, record: RequestRecord): void {
  const model = storedModel(record.model ?? '');
  const name = `${record.keyId} ${hourOf(record.startedAtMs)} ${model}`;
  let sum = hours.get(name);
  if (sum === undefined) {
    sum = emptyHour(record, record.startedAtMs, model);
    hours.set(name, sum);
  }
  const { usage } = record;
  sum.requests += 1;
  sum.input_tokens += usage.inputTokens;
  sum.cache_read_tokens += usage.cacheReadTokens;
  sum.cache_write_5m_tokens += usage.cacheWrite5mTokens;
  sum.cache_write_1h_tokens += usage.cacheWrite1hTokens;
  sum.audio_input_tokens += usage.audioInputTokens;
  sum.output_tokens += usage.outputTokens;
  sum.reasoning_tokens += usage.reasoningTokens;
  sum.audio_output_tokens += usage.audioOutputTokens;
  sum.image_input_tokens += usage.imageInputTokens;
  sum.image_output_tokens += usage.imageOutputTokens;
  sum.charge_nano += record.chargeNano;
  sum.duration_ms += Math.round(record.totalMs);
}

/** An hour of a key and a model in which nothing happened. */
export function emptyHour(
  owner: Pick<RequestRecord, 'organizationId' | 'projectId' | 'keyId'>,
  atMs: number,
  model: string,
): UsageHoursTable {
  return {
    key_id: owner.keyId,
    hour_start: hourOf(atMs),
    model,
    organization_id: owner.organizationId,
    project_id: owner.projectId,
    requests: 0,
    input_tokens: 0,
    cache_read_tokens: 0,
    cache_write_5m_tokens: 0,
    cache_write_1h_tokens: 0,
    audio_input_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    audio_output_tokens: 0,
    image_input_tokens: 0,
    image_output_tokens: 0,
    charge_nano: 0,
    duration_ms: 0,
  };
}

function hourOf(ms: number): number {
  return ms - (ms % HOUR_MS);
}
