import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type RoutedCall, serveParsed } from '../pipeline.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { parse } from '../steps/parse.ts';
import { openConversation } from './open-conversation.ts';
import { rememberAnswer } from './remember-answer.ts';
import { startBackground } from './start-background.ts';

/**
 * `POST /v1/responses`: the life of a request, with what it continues put in before and its answer
 * remembered after.
 * @throws {Refusal} as `serveCall`, and as `openConversation`.
 */
export async function createResponse(
  exchange: Exchange,
  routed: RoutedCall,
  deps: GatewayDeps,
): Promise<void> {
  const access = await authenticate(exchange, routed.queryKey, deps);
  requireUnexpired(access, deps.clock);
  const call = await parse(exchange, routed.operation, routed.address, access.key.defaultModel);
  if (call.body.background === true) {
    return startBackground(exchange, routed, call, access, deps);
  }
  const conversation = await openConversation(exchange, call, access, deps);
  const memory = rememberAnswer(exchange, conversation, access, deps);
  await serveParsed(exchange, { ...routed, memory }, conversation.call, access, deps);
}
