import type { Clock } from '../core/clock.ts';
import { type Candidate, type ChannelState, openState } from './account.ts';
import { type AccountView, viewOf } from './account-view.ts';
import { chooseCandidate } from './choose-candidate.ts';
import type { Failure } from './classify-failure.ts';
import { createHealth } from './health.ts';
import type { Channel, Offer } from './snapshot.ts';
import type { Tried } from './tried.ts';

/** Where a request goes, or when it is worth asking again. */
export type Choice =
  | { readonly candidate: Candidate; readonly retryAfterS: null }
  | { readonly candidate: null; readonly retryAfterS: number };

/** What a session was served by before. */
export interface Bound {
  readonly channelId: string;
  readonly credentialIndex: number;
  /** Whether no other will do, because it alone keeps what the request goes on with. */
  readonly isOnly?: boolean;
}

/** The upstreams as they are now: how busy, how well, and which of them a request goes to. */
export interface Road {
  /**
   * Picks a candidate that was not tried. What a session is bound to wins within its tier of priority; what
   * rests is picked only when nothing else is there, whatever ends its rest first.
   */
  choose(offers: readonly Offer[], tried: Tried | null, bound: Bound | null): Choice;
  /** Whether there is another candidate than this one and those that were tried. */
  hasOther(offers: readonly Offer[], tried: Tried | null, than: Candidate): boolean;
  /** A request goes out. Followed by exactly one `end`. */
  begin(candidate: Candidate): void;
  /** It is over, and its place is free. */
  end(candidate: Candidate): void;
  /** The upstream answered as it should. */
  succeeded(candidate: Candidate): void;
  failed(candidate: Candidate, failure: Failure): void;
  /** The attempt ended without a word about the upstream. */
  unknown(candidate: Candidate): void;
  /** How the accounts of a channel are; none for a channel that nobody asked for anything yet. */
  view(channelId: string): readonly AccountView[];
  /** Forgets what is known against a channel. */
  reset(channelId: string): void;
  /** Forgets channels that are gone. */
  keepOnly(channelIds: ReadonlySet<string>): void;
}

/** When everything is full, a place is free soon, and nobody knows when. */
const FULL_RETRY_S = 1;
const DEAD_RETRY_S = 60;

/** A road on which nothing has happened yet. */
export function createRoad(deps: { readonly clock: Clock; readonly random: () => number }): Road {
  const { clock, random } = deps;
  const states = new Map<string, ChannelState>();
  const health = createHealth(deps);

  function stateOf(channel: Channel): ChannelState {
    const known = states.get(channel.id);
    if (known?.channel === channel) {
      return known;
    }
    const state = openState(channel, known);
    states.set(channel.id, state);
    return state;
  }

  function candidatesOf(offers: readonly Offer[], tried: Tried | null): Candidate[] {
    return offers
      .flatMap((offer) => {
        const state = stateOf(offer.channel);
        return state.accounts.map((account): Candidate => ({ offer, state, account }));
      })
      .filter((candidate) => tried === null || !tried.has(candidate));
  }

  const availability = ({ account, offer }: Candidate) => health.availability(account, offer.upstreamModel);
  const restsUntilMs = ({ account, offer }: Candidate) => health.restsUntilMs(account, offer.upstreamModel);

  function pick(candidates: readonly Candidate[], bound: Bound | null): Candidate | null {
    const ready = candidates.filter((candidate) => availability(candidate) === 'ready');
    const chosen = chooseCandidate(ready, random);
    if (chosen === null || bound === null) {
      return chosen;
    }
    const { priority } = chosen.offer.channel;
    const kept = ready.find(
      (candidate) => isBound(candidate, bound) && candidate.offer.channel.priority === priority,
    );
    return kept ?? chosen;
  }

  function soonest(candidates: readonly Candidate[]): Candidate | null {
    return candidates
      .filter((candidate) => availability(candidate) === 'resting')
      .reduce<Candidate | null>(
        (best, one) => (best === null || restsUntilMs(one) < restsUntilMs(best) ? one : best),
        null,
      );
  }

  return {
    choose(offers, tried, bound) {
      const every = candidatesOf(offers, tried);
      const all = bound?.isOnly === true ? every.filter((candidate) => isBound(candidate, bound)) : every;
      const free = all.filter(hasPlace);
      const elsewhere = tried === null ? free : free.filter((candidate) => !tried.hasChannel(candidate));
      const candidate = pick(elsewhere, bound) ?? pick(free, bound) ?? soonest(free);
      return candidate === null
        ? { candidate, retryAfterS: retryAfterS(all, free) }
        : { candidate, retryAfterS: null };
    },
    hasOther: (offers, tried, than) =>
      candidatesOf(offers, tried).some((candidate) => {
        const isSame = candidate.offer === than.offer && candidate.account === than.account;
        return !isSame && hasPlace(candidate) && availability(candidate) !== 'shut';
      }),
    begin({ state, account, offer }) {
      state.load.running += 1;
      account.load.running += 1;
      health.asked(account, offer.upstreamModel);
    },
    end({ state, account }) {
      state.load.running -= 1;
      account.load.running -= 1;
    },
    succeeded: ({ account, offer }) => health.succeeded(account, offer.upstreamModel),
    failed: ({ account, offer }, failure) => health.failed(account, offer.upstreamModel, failure),
    unknown: ({ account, offer }) => health.unknown(account, offer.upstreamModel),
    view(channelId) {
      const accounts = states.get(channelId)?.accounts ?? [];
      return accounts.map((account) => viewOf(account, clock));
    },
    reset(channelId) {
      for (const { rests } of states.get(channelId)?.accounts ?? []) {
        rests.clear();
      }
    },
    keepOnly(channelIds) {
      for (const id of states.keys()) {
        if (!channelIds.has(id)) {
          states.delete(id);
        }
      }
    },
  };

  function retryAfterS(all: readonly Candidate[], free: readonly Candidate[]): number {
    if (free.length < all.length) {
      return FULL_RETRY_S;
    }
    const waits = free.map((candidate) => restsUntilMs(candidate) - clock.monotonicMs());
    const soonestMs = Math.min(...waits.filter((wait) => wait > 0));
    return Number.isFinite(soonestMs) ? Math.ceil(soonestMs / 1_000) : DEAD_RETRY_S;
  }
}

function isBound({ offer, account }: Candidate, { channelId, credentialIndex }: Bound): boolean {
  return offer.channel.id === channelId && account.index === credentialIndex;
}

/** What is full takes nothing, however well it is. */
function hasPlace({ state, account }: Candidate): boolean {
  const { concurrency, credentialConcurrency } = state.channel;
  return isBelow(state.load.running, concurrency) && isBelow(account.load.running, credentialConcurrency);
}

/** A bound of 0 is none. */
function isBelow(running: number, most: number): boolean {
  return most === 0 || running < most;
}
