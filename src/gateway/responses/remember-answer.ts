import { type Call, type JsonObject, PASS_THROUGH } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { ResponseStatus } from '../../responses/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { CallMemory } from '../call-memory.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { withIds } from './input-items.ts';
import { previousNotFound } from './not-found.ts';
import type { Conversation } from './open-conversation.ts';
import { watchOwn } from './watch-own.ts';
import { watchUpstream } from './watch-upstream.ts';
import { watchPassage } from './watched-passage.ts';

/** Remembers the answer to a call: whole where it is made here, by its place where an upstream keeps it. */
export function rememberAnswer(
  exchange: Exchange,
  conversation: Conversation,
  access: KeyAccess,
  deps: Pick<GatewayDeps, 'storedResponses' | 'clock'>,
): CallMemory {
  const { storedResponses, clock } = deps;
  const { call, previousId } = conversation;
  const isAskedFor = storesAnswer(call);
  const isKept = isAskedFor && storedResponses.keepsContent;
  const whose = { organizationId: access.key.organizationId, projectId: access.key.projectId };

  return {
    narrow: (offers) => pinnedOffers(conversation, offers),
    begin: () => undefined,
    account: conversation.pinned,
    watch(passage, { offer, account }) {
      if (passage.route !== PASS_THROUGH) {
        const members = { previous_response_id: previousId, store: isKept };
        return watchPassage(
          passage,
          watchOwn(members, (response) => {
            if (isKept) {
              keep(response);
            }
          }),
        );
      }
      if (!isAskedFor) {
        return passage;
      }
      const place = {
        kept: 'upstream',
        channelId: offer.channel.id,
        credentialIndex: account.index,
      } as const;
      return watchPassage(
        passage,
        watchUpstream((id) =>
          storedResponses.remember({ ...whose, ...place, id, createdAtMs: clock.nowMs() }),
        ),
      );
    },
  };

  function keep(response: JsonObject): void {
    const id = String(response.id);
    storedResponses.keep({
      ...whose,
      kept: 'here',
      id,
      createdAtMs: exchange.startedAtMs,
      previousId: conversation.keptPreviousId,
      previousBytes: conversation.previousBytes,
      isBackground: false,
      status: response.status as ResponseStatus,
      input: withIds(conversation.input, id),
      response,
    });
  }
}

/** Whether a client wants to come back to the answer; OpenAI stores unless it is told not to. */
export function storesAnswer({ body }: Call): boolean {
  return (body.store ?? true) !== false;
}

/** The offers of the channel that keeps what is continued. */
export function pinnedOffers({ pinned }: Conversation, offers: readonly Offer[]): readonly Offer[] {
  if (pinned === null) {
    return offers;
  }
  const left = offers.filter(({ channel }) => channel.id === pinned.channelId);
  if (left.length === 0) {
    throw previousNotFound(pinned.id);
  }
  return left;
}
