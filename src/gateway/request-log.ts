import type { RequestRecord } from '../billing/index.ts';
import { totalInputTokens, totalOutputTokens } from '../canonical/usage.ts';
import { formatUsd } from '../core/money.ts';
import type { Channel } from '../routing/index.ts';
import { type Exchange, overheadSoFarMs } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';

/**
 * Writes the one line of a request that has a record, counts it, and tells it as a trace where somebody
 * collects them. Neither bodies nor keys are in any of these. `channel` is the one that was asked last.
 */
export function logRequest(
  exchange: Exchange,
  record: RequestRecord,
  channel: Channel | null,
  deps: Pick<GatewayDeps, 'log' | 'metrics' | 'traces' | 'clock'>,
): void {
  const overheadMs = exchange.overheadMs ?? overheadSoFarMs(exchange, deps.clock);
  deps.metrics.record(record, overheadMs);
  deps.traces?.record(record, channel?.provider.name ?? null, parentOf(exchange));
  deps.log.request(
    {
      id: record.id,
      key: record.keyId,
      client: exchange.clientAddress,
      operation: record.operation,
      model: record.model,
      channel: channel?.name ?? null,
      state: record.state,
      status: record.status,
      code: record.errorCode,
      attempts: record.attempts.length,
      stream: record.isStreaming,
      inputTokens: totalInputTokens(record.usage),
      outputTokens: totalOutputTokens(record.usage),
      chargeUsd: formatUsd(record.chargeNano),
      firstByteMs: record.firstByteMs,
      totalMs: record.totalMs,
      overheadUs: Math.round(overheadMs * 1_000),
    },
    'request',
  );
}

/** Writes the one line of a request whose key was never known, and counts it. */
export function logStranger(
  exchange: Exchange,
  code: string,
  status: number,
  deps: Pick<GatewayDeps, 'log' | 'metrics'>,
): void {
  deps.metrics.refuse(code);
  const { id, path, clientAddress: client } = exchange;
  deps.log.request({ id, client, path, status, code }, 'refused');
}

function parentOf({ request: { headers } }: Exchange) {
  return { traceparent: headers.traceparent, tracestate: headers.tracestate };
}
