import type { KeyAccess } from '../../keys/index.ts';
import type { CallMemory } from '../call-memory.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { type RoutedCall, serveParsed } from '../pipeline.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { parse } from '../steps/parse.ts';
import { type Conversation, openConversation } from './open-conversation.ts';
import { pinnedOffers } from './remember-answer.ts';

/**
 * Serves a question about a conversation whose answer nobody comes back to, such as
 * `POST /v1/responses/input_tokens`.
 * @throws {Refusal} as `serveCall`, and as `openConversation`.
 */
export async function serveContinued(
  exchange: Exchange,
  routed: RoutedCall,
  deps: GatewayDeps,
): Promise<void> {
  const { access, conversation } = await readConversation(exchange, routed, deps);
  await serveParsed(exchange, { ...routed, memory: goingOn(conversation) }, conversation.call, access, deps);
}

/** Reads a call with everything it refers to. */
export async function readConversation(
  exchange: Exchange,
  { operation, address, queryKey }: RoutedCall,
  deps: GatewayDeps,
): Promise<{ readonly access: KeyAccess; readonly conversation: Conversation }> {
  const access = await authenticate(exchange, queryKey, deps);
  requireUnexpired(access, deps.clock);
  const call = await parse(exchange, operation, address, access.key.defaultModel);
  return { access, conversation: await openConversation(exchange, call, access, deps) };
}

/** Goes where the conversation can go on, and remembers nothing. */
export function goingOn(conversation: Conversation): CallMemory {
  return {
    narrow: (offers) => pinnedOffers(conversation, offers),
    watch: (passage) => passage,
    account: conversation.pinned,
    begin: () => undefined,
  };
}
