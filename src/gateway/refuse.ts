import { Refusal } from '../core/refusal.ts';
import { type Operation, renderRefusal } from '../dialects/index.ts';
import { type Exchange, send } from './exchange.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { logRequest, logStranger } from './request-log.ts';
import { recordClose, refusedRecord } from './steps/record.ts';

/** What a record says that was asked for. */
export type RecordedOperation = Pick<Operation, 'name' | 'dialect'>;

/**
 * Runs what serves an exchange, and renders and records whatever is thrown in it. `operation` is null for
 * what leaves no record.
 */
export async function refusing(
  exchange: Exchange,
  operation: RecordedOperation | null,
  deps: GatewayDeps,
  serve: () => void | Promise<void>,
): Promise<void> {
  try {
    await serve();
  } catch (error) {
    refuse(exchange, operation, asRefusal(error, exchange, deps), deps);
  }
}

/** Says no to an exchange, in its own format. `allow` are the methods its address takes, where it takes others. */
export function refuse(
  exchange: Exchange,
  operation: RecordedOperation | null,
  refusal: Refusal,
  deps: GatewayDeps,
  allow: string | null = null,
): void {
  const rendered = renderRefusal(refusal, exchange.refusalFormat, exchange.id);
  if (exchange.failInStream === null) {
    const headers = Object.entries(rendered.headers).flat();
    send(exchange, rendered.status, allow === null ? headers : [...headers, 'allow', allow], rendered.body);
  } else {
    exchange.failInStream(refusal);
  }
  if (exchange.access === null || operation === null) {
    logStranger(exchange, refusal.code, rendered.status, deps);
    return;
  }
  // A failed attempt has its record already; what the gateway itself refused gets one here.
  if (!exchange.isRecorded) {
    const record = refusedRecord(exchange, exchange.access, operation, refusal, rendered.status, deps);
    void recordClose(exchange, record, deps);
    logRequest(exchange, record, null, deps);
  }
}

/** Whatever was not meant to be said to a caller is logged and becomes an internal error. */
function asRefusal(error: unknown, exchange: Exchange, deps: GatewayDeps): Refusal {
  if (error instanceof Refusal) {
    return error;
  }
  deps.log.error({ id: exchange.id, err: error }, 'a request failed inside the gateway');
  return new Refusal('internal_error', { cause: error });
}
