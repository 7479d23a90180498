import type { AttemptsTable, LedgerEntriesTable, RequestsTable } from '../../db/tables.ts';
import type { AttemptRecord, RequestRecord } from '../request-record.ts';
import type { SumRow } from './hour-sums.ts';
import { storedModel } from './stored-model.ts';

/**
 * How rows of one table are made: the columns, and a function that puts the values of one row into a list
 * in the same order. Rows are never objects: to make one and take it apart again was 0.36 µs a request,
 * against 0.13 (Node 26.10).
 */
export interface RowShape<Source> {
  readonly columns: readonly string[];
  /** Puts the values of one row into the list, the first of them at `start`. */
  write(values: unknown[], start: number, source: Source): void;
}

/** One attempt of a request, the n-th of them. */
export interface NumberedAttempt {
  readonly requestId: RequestRecord['id'];
  readonly ordinal: number;
  readonly attempt: AttemptRecord;
}

/** The row of a request. Durations are stored in whole milliseconds. */
export const REQUEST_SHAPE: RowShape<RequestRecord> = {
  columns: [
    ...['id', 'organization_id', 'project_id', 'key_id', 'group_id', 'operation', 'dialect', 'model'],
    ...['upstream_model', 'route', 'is_streaming', 'state', 'status', 'error_code', 'input_tokens'],
    ...['cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens', 'audio_input_tokens'],
    ...['output_tokens', 'reasoning_tokens', 'audio_output_tokens', 'usage_source', 'charge_nano'],
    ...['uncollected_nano', 'hold_nano', 'price', 'client_gone', 'started_at', 'first_byte_ms', 'total_ms'],
    ...['image_input_tokens', 'image_output_tokens', 'pieces'],
  ] as const satisfies readonly (keyof RequestsTable)[],
  write(values, start, record) {
    const { usage } = record;
    let at = start;
    values[at++] = record.id;
    values[at++] = record.organizationId;
    values[at++] = record.projectId;
    values[at++] = record.keyId;
    values[at++] = record.groupId;
    values[at++] = record.operation;
    values[at++] = record.dialect;
    values[at++] = record.model === null ? null : storedModel(record.model);
    values[at++] = record.upstreamModel;
    values[at++] = record.route;
    values[at++] = record.isStreaming ? 1 : 0;
    values[at++] = record.state;
    values[at++] = record.status;
    values[at++] = record.errorCode;
    values[at++] = usage.inputTokens;
    values[at++] = usage.cacheReadTokens;
    values[at++] = usage.cacheWrite5mTokens;
    values[at++] = usage.cacheWrite1hTokens;
    values[at++] = usage.audioInputTokens;
    values[at++] = usage.outputTokens;
    values[at++] = usage.reasoningTokens;
    values[at++] = usage.audioOutputTokens;
    values[at++] = record.usageSource;
    values[at++] = record.chargeNano;
    values[at++] = record.uncollectedNano;
    values[at++] = record.holdNano;
    values[at++] = record.price;
    values[at++] = record.clientGone ? 1 : 0;
    values[at++] = record.startedAtMs;
    values[at++] = wholeMs(record.firstByteMs);
    values[at++] = Math.round(record.totalMs);
    values[at++] = usage.imageInputTokens;
    values[at++] = usage.imageOutputTokens;
    values[at] = record.pieces.length === 0 ? null : JSON.stringify(record.pieces);
  },
};

/** The row of an attempt. */
export const ATTEMPT_SHAPE: RowShape<NumberedAttempt> = {
  columns: [
    ...['request_id', 'ordinal', 'channel_id', 'status', 'upstream_status', 'error_code', 'started_at'],
    ...['first_byte_ms', 'total_ms', 'upstream_cost_nano'],
  ] as const satisfies readonly (keyof AttemptsTable)[],
  write(values, start, { requestId, ordinal, attempt }) {
    let at = start;
    values[at++] = requestId;
    values[at++] = ordinal;
    values[at++] = attempt.channelId;
    values[at++] = attempt.status;
    values[at++] = attempt.upstreamStatus;
    values[at++] = attempt.errorCode;
    values[at++] = attempt.startedAtMs;
    values[at++] = wholeMs(attempt.firstByteMs);
    values[at++] = Math.round(attempt.totalMs);
    values[at] = attempt.upstreamCostNano;
  },
};

/** The ledger entry of a request's charge. Its id follows from the request's, so there is never a second. */
export const CHARGE_SHAPE: RowShape<RequestRecord> = {
  columns: [
    ...['id', 'organization_id', 'kind', 'amount_nano', 'request_id', 'key_id', 'created_at'],
  ] as const satisfies readonly (keyof LedgerEntriesTable)[],
  write(values, start, record) {
    let at = start;
    values[at++] = `led_${record.id.slice('req_'.length)}`;
    values[at++] = record.organizationId;
    values[at++] = 'charge';
    values[at++] = -record.chargeNano;
    values[at++] = record.id;
    values[at++] = record.keyId;
    values[at] = record.startedAtMs + Math.round(record.totalMs);
  },
};

/** The row of one sum: what it is of, then its numbers. */
export function sumShape(columns: readonly string[], numbers: readonly string[]): RowShape<SumRow> {
  return {
    columns: [...columns, ...numbers],
    write(values, start, { of, sums }) {
      let at = start;
      for (const value of of) {
        values[at++] = value;
      }
      for (const value of sums) {
        values[at++] = value;
      }
    },
  };
}

/** The attempts of all these requests, in order. */
export function attemptsOf(records: readonly RequestRecord[]): NumberedAttempt[] {
  const numbered: NumberedAttempt[] = [];
  for (const { id, attempts } of records) {
    for (let ordinal = 0; ordinal < attempts.length; ordinal += 1) {
      const attempt = attempts[ordinal];
      if (attempt !== undefined) {
        numbered.push({ requestId: id, ordinal, attempt });
      }
    }
  }
  return numbered;
}

function wholeMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
