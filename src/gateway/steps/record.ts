import type { AttemptRecord, Journal, OpenRecord, RequestRecord } from '../../billing/index.ts';
import { NO_USAGE } from '../../canonical/usage.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Call, Passage } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Claim } from '../../limits/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { Delivery } from './delivery.ts';
import type { Settlement } from './settle.ts';

/**
 * Puts the request into the journal before anything goes upstream, so that a crash leaves a trace.
 * @throws {Refusal} `no_channel_available` when the journal cannot be written: what cannot be recorded
 *   must not be spent.
 */
export function recordOpen(
  exchange: Exchange,
  call: Call,
  access: KeyAccess,
  claim: Claim,
  journal: Journal,
): Promise<void> {
  const record: OpenRecord = {
    ...whose(exchange, access),
    operation: call.operation.name,
    dialect: call.operation.dialect,
    model: call.facts.model,
    isStreaming: call.facts.isStreaming,
    holdNano: claim.holdNano,
    startedAtMs: exchange.startedAtMs,
  };
  return new Promise((resolve, reject) => {
    journal.open(record, (cause) => {
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
  access: KeyAccess,
  offer: Offer,
  passage: Passage,
  claim: Claim,
  delivery: Delivery,
  settlement: Settlement,
  deps: GatewayDeps,
): RequestRecord {
  const endedAtMs = deps.clock.monotonicMs();
  const totalMs = Math.round(endedAtMs - exchange.startedMonotonicMs);
  const firstByteMs =
    delivery.firstByteAtMs === null ? null : Math.round(delivery.firstByteAtMs - exchange.startedMonotonicMs);
  return {
    ...whose(exchange, access),
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
    usageSource: delivery.usageSource,
    chargeNano: settlement.chargeNano,
    uncollectedNano: settlement.uncollectedNano,
    holdNano: claim.holdNano,
    price: settlement.price,
    clientGone: delivery.clientGone,
    startedAtMs: exchange.startedAtMs,
    firstByteMs,
    totalMs,
    attempts: [attemptRecord(offer, exchange, delivery, firstByteMs, totalMs)],
  };
}

/** What is kept of a request that was refused once its key was known. */
export function refusedRecord(
  exchange: Exchange,
  access: KeyAccess,
  operation: { readonly name: string; readonly dialect: string },
  refusal: Refusal,
  status: number,
  deps: GatewayDeps,
): RequestRecord {
  return {
    ...whose(exchange, access),
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
    deps.journal.close(record, (cause) => {
      if (cause !== undefined) {
        deps.log.error({ id: record.id, err: cause }, 'the journal could not be written');
      }
      resolve();
    });
  });
}

function whose(
  exchange: Exchange,
  { key }: KeyAccess,
): Pick<RequestRecord, 'id' | 'organizationId' | 'projectId' | 'keyId' | 'groupId'> {
  return {
    id: exchange.id,
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.id,
    groupId: key.groupId,
  };
}

function attemptRecord(
  offer: Offer,
  exchange: Exchange,
  delivery: Delivery,
  firstByteMs: number | null,
  totalMs: number,
): AttemptRecord {
  const succeeded = delivery.state === 'settled';
  return {
    channelId: offer.channel.id,
    status: delivery.clientGone ? 'aborted' : succeeded ? 'succeeded' : 'failed',
    upstreamStatus: delivery.upstreamStatus,
    errorCode: delivery.errorCode,
    startedAtMs: exchange.startedAtMs,
    firstByteMs,
    totalMs,
    upstreamCostNano: null,
  };
}
