import type { RequestRecord } from '../billing/index.ts';
import { totalInputTokens, totalOutputTokens } from '../canonical/usage.ts';
import { formatUsd } from '../core/money.ts';
import { type Exchange, overheadSoFarMs } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';

/** Writes the one line of a request that has a record, and counts it. Neither bodies nor keys are in it. */
export function logRequest(
  exchange: Exchange,
  record: RequestRecord,
  channel: string | null,
  deps: Pick<GatewayDeps, 'log' | 'metrics' | 'clock'>,
): void {
  const overheadMs = exchange.overheadMs ?? overheadSoFarMs(exchange, deps.clock);
  deps.metrics.record(record, overheadMs);
  deps.log.request(
    {
      id: record.id,
      key: record.keyId,
      client: exchange.clientAddress,
      operation: record.operation,
      model: record.model,
      channel,
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
