import type { Call } from '../../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { MadeAttempt } from './attempt-record.ts';
import type { Choosing } from './choose.ts';

/**
 * What an attempt says about the account it was made with: to its health, and to the session that may keep
 * to it. A session gives up an account that fails, or is slow to begin.
 */
export function noteOutcome(
  exchange: Exchange,
  call: Call,
  made: MadeAttempt,
  { session }: Choosing,
  deps: GatewayDeps,
): void {
  const { road, affinity } = deps;
  const { candidate, delivery } = made;
  const { offer, account } = candidate;
  if (delivery.failure !== null) {
    road.failed(candidate, delivery.failure);
    tellOperator(exchange, made, deps);
    if (session !== null && delivery.failure.kind !== 'caller') {
      affinity.unbind(session);
    }
    return;
  }
  if (delivery.clientGone || delivery.state === 'failed') {
    road.unknown(candidate);
    return;
  }
  road.succeeded(candidate);
  if (session === null || exchange.access === null) {
    return;
  }
  const firstByteMs = (delivery.firstByteAtMs ?? 0) - made.sentAtMs;
  if (firstByteMs > offer.retry.slowFirstByteMs) {
    affinity.unbind(session);
  } else {
    affinity.bind(session, {
      organizationId: exchange.access.key.organizationId,
      model: call.facts.model,
      channelId: offer.channel.id,
      credentialIndex: account.index,
    });
  }
}

/** A credential that its upstream takes no more is for an operator to replace, whatever becomes of the request. */
function tellOperator({ id }: Exchange, { candidate, delivery }: MadeAttempt, { log }: GatewayDeps): void {
  const { failure } = delivery;
  if (failure?.kind === 'credential') {
    const { channel } = candidate.offer;
    const about = { id, channel: channel.name, credential: candidate.account.index, code: failure.code };
    if (failure.isRevoked) {
      log.error(about, 'a credential is revoked and out of use until the channel is changed or reset');
    } else {
      log.error(about, 'the upstream does not take a credential');
    }
  }
}
