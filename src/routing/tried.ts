import type { Candidate } from './account.ts';

/** What a request has tried already, so that no attempt repeats another. */
export interface Tried {
  /** `isChannelWide` when every account of the channel would fail alike. */
  add(candidate: Candidate, isChannelWide: boolean): void;
  /** Whether an attempt there would be the same again. */
  has(candidate: Candidate): boolean;
  /** Whether the channel of a candidate failed as a whole. */
  hasChannel(candidate: Candidate): boolean;
}

/** Nothing was tried yet. */
export function createTried(): Tried {
  const all: { readonly candidate: Candidate; readonly isChannelWide: boolean }[] = [];
  return {
    add: (candidate, isChannelWide) => all.push({ candidate, isChannelWide }),
    has: ({ account, offer }) =>
      all.some(
        ({ candidate }) =>
          candidate.account.load === account.load && candidate.offer.upstreamModel === offer.upstreamModel,
      ),
    hasChannel: ({ state }) =>
      all.some(({ candidate, isChannelWide }) => isChannelWide && candidate.state.load === state.load),
  };
}
