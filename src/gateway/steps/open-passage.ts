import { type Call, findGenerator, type Passage, passThrough, translate } from '../../dialects/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { Exchange } from '../exchange.ts';

/**
 * How a call goes to this offer's channel: as its own bytes where the channel speaks the dialect, else
 * translated into the dialect the channel speaks best.
 * @throws {Refusal} `invalid_request` naming what the channel's dialect cannot carry.
 */
export function openPassage(
  exchange: Exchange,
  call: Call,
  { channel, upstreamModel, maxOutputTokens }: Offer,
): Passage {
  const { dialects } = channel.provider;
  if (dialects.includes(call.operation.dialect)) {
    return passThrough(call, upstreamModel);
  }
  const client = findGenerator(call.operation.dialect);
  const upstream = findGenerator(dialects[0] ?? '');
  if (client === undefined || upstream === undefined) {
    throw new Error(`an offer of ${channel.provider.name} was chosen for ${call.operation.name}`);
  }
  const details = {
    model: upstreamModel,
    maxOutputTokens,
    answerId: exchange.id.slice(exchange.id.indexOf('_') + 1),
    createdAtS: Math.floor(exchange.startedAtMs / 1_000),
  };
  return upstream.wraps?.dialect === call.operation.dialect
    ? upstream.wraps.open(call, details)
    : translate(call, client, upstream, details);
}
