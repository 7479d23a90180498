import type { AttemptRecord, RequestRecord } from '../billing/index.ts';
import { NO_PIECES } from '../canonical/usage.ts';
import type { Id, IdPrefix } from '../core/ids.ts';
import type { AttemptsTable, RequestsTable } from '../db/tables.ts';

/** A request as a list has it. */
export type LoggedRequest = Omit<RequestRecord, 'attempts'>;

/** The request of a row. */
export function loggedRequest(row: RequestsTable): LoggedRequest {
  return {
    id: storedId<'req'>(row.id),
    organizationId: storedId<'org'>(row.organization_id),
    projectId: storedId<'proj'>(row.project_id),
    keyId: storedId<'key'>(row.key_id),
    groupId: row.group_id === null ? null : storedId<'grp'>(row.group_id),
    operation: row.operation,
    dialect: row.dialect,
    model: row.model,
    upstreamModel: row.upstream_model,
    route: row.route,
    isStreaming: row.is_streaming === 1,
    state: row.state,
    status: row.status,
    errorCode: row.error_code,
    usage: {
      inputTokens: row.input_tokens,
      cacheReadTokens: row.cache_read_tokens,
      cacheWrite5mTokens: row.cache_write_5m_tokens,
      cacheWrite1hTokens: row.cache_write_1h_tokens,
      audioInputTokens: row.audio_input_tokens,
      outputTokens: row.output_tokens,
      reasoningTokens: row.reasoning_tokens,
      audioOutputTokens: row.audio_output_tokens,
      imageInputTokens: row.image_input_tokens,
      imageOutputTokens: row.image_output_tokens,
    },
    pieces: row.pieces === null ? NO_PIECES : JSON.parse(row.pieces),
    usageSource: row.usage_source,
    chargeNano: row.charge_nano,
    uncollectedNano: row.uncollected_nano,
    holdNano: row.hold_nano,
    price: row.price,
    clientGone: row.client_gone === 1,
    startedAtMs: row.started_at,
    firstByteMs: row.first_byte_ms,
    totalMs: row.total_ms,
  };
}

/** The attempt of a row. */
export function storedAttempt(row: AttemptsTable): AttemptRecord {
  return {
    channelId: storedId<'chan' | 'pk'>(row.channel_id),
    status: row.status,
    upstreamStatus: row.upstream_status,
    errorCode: row.error_code,
    startedAtMs: row.started_at,
    firstByteMs: row.first_byte_ms,
    totalMs: row.total_ms,
    upstreamCostNano: row.upstream_cost_nano,
  };
}

/** Ids were checked when they were written; the column does not say which kind they are. */
function storedId<P extends IdPrefix>(id: string): Id<P> {
  return id as Id<P>;
}
