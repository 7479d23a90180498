import type { Journal, OpenRecord, RequestRecord } from '../../billing/index.ts';
import { NO_PIECES, NO_USAGE } from '../../canonical/usage.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Call } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Claim } from '../../limits/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { attemptRecord } from './attempt-record.ts';
import type { Journey } from './make-attempts.ts';
import type { Settlement } from './settle.ts';

/**
 * Puts the request into the journal before anything goes upstream, so that a crash leaves a trace.
 * @throws {Refusal} `no_channel_available` when the journal cannot be written: what cannot be recorded
 *   must not be spent.
 */
export function recordOpen(
  exchange: Exchange,
  call: Call,
  { key }: KeyAccess,
  claim: Claim,
  journal: Journal,
): Promise<void> {
  const record: OpenRecord = {
    id: exchange.id,
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.id,
    groupId: key.groupId,
    operation: call.operation.name,
    dialect: call.operation.dialect,
    model: call.facts.model,
    isStreaming: call.facts.isStreaming,
    holdNano: claim.holdNano,
    startedAtMs: exchange.startedAtMs,
  };
  return new Promise((resolve, reject) => {
    exchange.opening = journal.open(record, (cause) => {
      if (cause === undefined) {
        resolve();
      } else {
        reject(
          new Refusal('no_channel_available', { cause, message: 'The gateway cannot record requests now' }),
        );
      }
    });
  });
}

/** Everything that is kept of a request whose attempt is over. */
export function closedRecord(
  exchange: Exchange,
  call: Call,
  { key }: KeyAccess,
  { last, before }: Journey,
  claim: Claim,
  settlement: Settlement,
  deps: GatewayDeps,
): RequestRecord {
  const { delivery, passage } = last;
  const { offer } = last.candidate;
  const endedAtMs = deps.clock.monotonicMs();
  const totalMs = Math.round(endedAtMs - exchange.startedMonotonicMs);
  const firstByteMs =
    delivery.firstByteAtMs === null ? null : Math.round(delivery.firstByteAtMs - exchange.startedMonotonicMs);
  return {
    id: exchange.id,
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.id,
    groupId: key.groupId,
    operation: call.operation.name,
    dialect: call.operation.dialect,
    model: call.facts.model,
    upstreamModel: offer.upstreamModel,
    route: passage.route,
    isStreaming: call.facts.isStreaming,
    state: delivery.state,
    status: delivery.status,
    errorCode: delivery.errorCode,
    usage: delivery.measured.usage,
    pieces: delivery.measured.pieces ?? NO_PIECES,
    usageSource: delivery.usageSource,
    chargeNano: settlement.chargeNano,
    uncollectedNano: settlement.uncollectedNano,
    holdNano: claim.holdNano,
    price: settlement.price,
    clientGone: delivery.clientGone,
    startedAtMs: exchange.startedAtMs,
    firstByteMs,
    totalMs,
    attempts: passage.answer === null ? [...before, attemptRecord(call, last, settlement)] : before,
  };
}

/** What is kept of a request that was refused once its key was known. */
export function refusedRecord(
  exchange: Exchange,
  { key }: KeyAccess,
  operation: { readonly name: string; readonly dialect: string },
  refusal: Refusal,
  status: number,
  deps: GatewayDeps,
): RequestRecord {
  return {
    id: exchange.id,
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.id,
    groupId: key.groupId,
    operation: operation.name,
    dialect: operation.dialect,
    model: exchange.facts?.model ?? null,
    upstreamModel: null,
    route: null,
    isStreaming: exchange.facts?.isStreaming ?? false,
    state: 'refused',
    status,
    errorCode: refusal.code,
    usage: NO_USAGE,
    pieces: NO_PIECES,
    usageSource: 'none',
    chargeNano: 0,
    uncollectedNano: 0,
    holdNano: 0,
    price: null,
    clientGone: refusal.code === 'client_gone',
    startedAtMs: exchange.startedAtMs,
    firstByteMs: null,
    totalMs: Math.round(deps.clock.monotonicMs() - exchange.startedMonotonicMs),
    attempts: [],
  };
}

/**
 * Writes the closing record. Resolves when it is on disk, or when that failed: the answer was made and
 * paid for, so the client gets it, and the record stays in memory until the database has it.
 */
export function recordClose(exchange: Exchange, record: RequestRecord, deps: GatewayDeps): Promise<void> {
  exchange.isRecorded = true;
  return new Promise((resolve) => {
    deps.journal.close(record, exchange.opening, (cause) => {
      if (cause !== undefined) {
        deps.log.error({ id: record.id, err: cause }, 'the journal could not be written');
      }
      resolve();
    });
  });
}
