import { Refusal } from '../../core/refusal.ts';
import type { Call, Passage } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { affinityKey, type Bound, type Candidate, type Offer, type Tried } from '../../routing/index.ts';
import type { CallMemory } from '../call-memory.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { openPassage } from './open-passage.ts';

/** What the attempts of a request choose from. */
export interface Choosing {
  readonly offers: readonly Offer[];
  readonly memory: CallMemory | null;
  /** The session the request belongs to; null where it makes no difference. */
  readonly session: string | null;
  /** The account the request had best go to; null for any. */
  readonly bound: Bound | null;
}

/** One way a request can go. */
export interface Way {
  readonly candidate: Candidate;
  readonly passage: Passage;
}

/** What a call chooses from. Where there is one account alone, no session is looked for. */
export function choosingOf(
  exchange: Exchange,
  call: Call,
  { key }: KeyAccess,
  offers: readonly Offer[],
  memory: CallMemory | null,
  deps: Pick<GatewayDeps, 'affinity'>,
): Choosing {
  if (memory?.account != null) {
    const { channelId, credentialIndex } = memory.account;
    return { offers, memory, session: null, bound: { channelId, credentialIndex, isOnly: true } };
  }
  if (isOneAccount(offers)) {
    return { offers, memory, session: null, bound: null };
  }
  const session = affinityKey({
    organizationId: key.organizationId,
    model: call.facts.model,
    headers: exchange.request.headers,
    body: call.body,
  });
  return { offers, memory, session, bound: session === null ? null : deps.affinity.find(session) };
}

/**
 * The way a request goes first.
 * @throws {Refusal} `no_channel_available` when nothing has place or wants requests; `invalid_request` naming
 *   what the dialect of the chosen channel cannot carry.
 */
export function firstWay(exchange: Exchange, call: Call, choosing: Choosing, deps: GatewayDeps): Way {
  const { candidate, retryAfterS } = deps.road.choose(choosing.offers, null, choosing.bound);
  if (candidate === null) {
    throw new Refusal('no_channel_available', { retryAfterS });
  }
  return openWay(exchange, call, choosing, candidate);
}

/** The way a request goes that failed on those it has tried; null when there is none. */
export function otherWay(
  exchange: Exchange,
  call: Call,
  choosing: Choosing,
  tried: Tried,
  deps: GatewayDeps,
): Way | null {
  const only = choosing.bound?.isOnly === true ? choosing.bound : null;
  for (;;) {
    const { candidate } = deps.road.choose(choosing.offers, tried, only);
    if (candidate === null) {
      return null;
    }
    try {
      return openWay(exchange, call, choosing, candidate);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      // What one dialect cannot carry another one may.
      tried.add(candidate, true);
    }
  }
}

/** Opens a passage of its own for one attempt, since a passage is used up by an answer. */
export function openWay(exchange: Exchange, call: Call, { memory }: Choosing, candidate: Candidate): Way {
  const opened = openPassage(exchange, call, candidate);
  return { candidate, passage: memory === null ? opened : memory.watch(opened, candidate) };
}

/** Whether there is nothing to choose. */
export function isOneAccount([first, second]: readonly Offer[]): boolean {
  return second === undefined && (first?.channel.credentials.length ?? 0) < 2;
}
