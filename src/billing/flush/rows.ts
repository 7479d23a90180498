import type { AttemptsTable, LedgerEntriesTable, RequestsTable } from '../../db/tables.ts';
import type { RequestRecord } from '../request-record.ts';
import { storedModel } from './stored-model.ts';

/** The row of a request. Durations are stored in whole milliseconds. */
export function requestRow(record: RequestRecord): RequestsTable {
  const { usage } = record;
  return {
    id: record.id,
    organization_id: record.organizationId,
    project_id: record.projectId,
    key_id: record.keyId,
    group_id: record.groupId,
    operation: record.operation,
    dialect: record.dialect,
    model: record.model === null ? null : storedModel(record.model),
    upstream_model: record.upstreamModel,
    route: record.route,
    is_streaming: record.isStreaming ? 1 : 0,
    state: record.state,
    status: record.status,
    error_code: record.errorCode,
    input_tokens: usage.inputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_5m_tokens: usage.cacheWrite5mTokens,
    cache_write_1h_tokens: usage.cacheWrite1hTokens,
    audio_input_tokens: usage.audioInputTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    audio_output_tokens: usage.audioOutputTokens,
    usage_source: record.usageSource,
    charge_nano: record.chargeNano,
    uncollected_nano: record.uncollectedNano,
    hold_nano: record.holdNano,
    price: record.price,
    client_gone: record.clientGone ? 1 : 0,
    started_at: record.startedAtMs,
    first_byte_ms: wholeMs(record.firstByteMs),
    total_ms: Math.round(record.totalMs),
  };
}

/** The rows of a request's attempts, in the order they were made. */
export function attemptRows(record: RequestRecord): AttemptsTable[] {
  return record.attempts.map((attempt, ordinal) => ({
    request_id: record.id,
    ordinal,
    channel_id: attempt.channelId,
    status: attempt.status,
    upstream_status: attempt.upstreamStatus,
    error_code: attempt.errorCode,
    started_at: attempt.startedAtMs,
    first_byte_ms: wholeMs(attempt.firstByteMs),
    total_ms: Math.round(attempt.totalMs),
    upstream_cost_nano: attempt.upstreamCostNano,
  }));
}

/** The ledger entry of a request's charge. Its id follows from the request's, so there is never a second. */
export function chargeRow(record: RequestRecord): LedgerEntriesTable {
  return {
    id: `led_${record.id.slice('req_'.length)}`,
    organization_id: record.organizationId,
    kind: 'charge',
    amount_nano: -record.chargeNano,
    request_id: record.id,
    key_id: record.keyId,
    note: null,
    created_at: record.startedAtMs + Math.round(record.totalMs),
  };
}

function wholeMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
