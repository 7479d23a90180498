import type { z } from '@hono/zod-openapi';
import { type AttemptRecord, recomputeCharge } from '../../billing/index.ts';
import { isId } from '../../core/ids.ts';
import { formatUsd } from '../../core/money.ts';
import type { LoggedRequest } from '../../usage/index.ts';
import type { AttemptJson, RequestJson, RequestWithAttemptsJson } from '../contract/requests.ts';
import { formatTime } from '../moments.ts';
import { presentUsage } from '../usage/present-usage.ts';

/** A request as it is answered, but for its attempts. */
export function presentRequest(request: LoggedRequest): z.infer<typeof RequestJson> {
  return {
    id: request.id,
    object: 'request',
    organization_id: request.organizationId,
    project_id: request.projectId,
    key_id: request.keyId,
    group_id: request.groupId,
    operation: request.operation,
    dialect: request.dialect,
    model: request.model,
    upstream_model: request.upstreamModel,
    route: request.route,
    stream: request.isStreaming,
    state: request.state,
    status: request.status,
    error_code: request.errorCode,
    usage: presentUsage(request.usage),
    pieces: [...request.pieces],
    usage_source: request.usageSource,
    charge: {
      amount: formatUsd(request.chargeNano),
      uncollected: formatUsd(request.uncollectedNano),
      hold: formatUsd(request.holdNano),
      price: request.price === null ? null : JSON.parse(request.price),
    },
    client_gone: request.clientGone,
    created_at: formatTime(request.startedAtMs),
    first_byte_ms: request.firstByteMs,
    total_ms: request.totalMs,
  };
}

/** How the cost of a request came about. */
export function presentComputation(
  request: LoggedRequest,
): z.infer<typeof RequestWithAttemptsJson>['computation'] {
  const recomputed = recomputeCharge(request);
  return (
    recomputed && {
      lines: recomputed.lines.map(({ priceNano, ...line }) => ({ ...line, price: formatUsd(priceNano) })),
      cost: formatUsd(recomputed.costNano),
    }
  );
}

/**
 * An attempt as it is answered. `channelNames` holds the names of the channels there still are. What a shared
 * channel costs is for operators; a provider key's owner pays for it.
 */
export function presentAttempt(
  attempt: AttemptRecord,
  channelNames: ReadonlyMap<string, string>,
  seesCosts: boolean,
): z.infer<typeof AttemptJson> {
  return {
    channel: channelNames.get(attempt.channelId) ?? null,
    channel_id: attempt.channelId,
    status: attempt.status,
    upstream_status: attempt.upstreamStatus,
    error_code: attempt.errorCode,
    started_at: formatTime(attempt.startedAtMs),
    first_byte_ms: attempt.firstByteMs,
    total_ms: attempt.totalMs,
    upstream_cost:
      attempt.upstreamCostNano === null || !(seesCosts || isId('pk', attempt.channelId))
        ? null
        : formatUsd(attempt.upstreamCostNano),
  };
}
