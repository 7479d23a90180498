import type { Secret } from '../core/secret.ts';
import type { Channel, Offer } from './snapshot.ts';

/** Why and how long an account is left alone. */
export interface Rest {
  /** Failures in a row. */
  failures: number;
  /** On the monotonic clock. */
  untilMs: number;
  /** The code of the last failure. */
  code: string;
  /** Whether requests are welcome meanwhile; false where the upstream itself named the time. */
  isWanted: boolean;
  /** Never asked again until an operator changes or resets the channel. */
  isRevoked: boolean;
  /** When the one request began that finds out whether it is over; null when there is none. */
  probedAtMs: number | null;
}

/** Requests under way. Kept when a channel is changed, because each of them ends on it. */
export interface Load {
  running: number;
}

/** What one credential opens upstream, with its load and health; a channel without credentials has one. */
export interface Account {
  readonly credential: Secret | null;
  /** Its place among the credentials of the channel. */
  readonly index: number;
  readonly load: Load;
  /** By upstream model; under `WHOLE_ACCOUNT` what holds for all of them. Empty while all is well. */
  readonly rests: Map<string, Rest>;
}

/** The accounts of one channel, and the load of all of them. */
export interface ChannelState {
  readonly channel: Channel;
  readonly accounts: readonly Account[];
  readonly load: Load;
}

/** An offer with the account it would be asked for with. */
export interface Candidate {
  readonly offer: Offer;
  readonly state: ChannelState;
  readonly account: Account;
}

/** The key of what holds for every model of an account. */
export const WHOLE_ACCOUNT = '';

/** The state of a channel; what is known of its credentials from before is kept. */
export function openState(channel: Channel, before: ChannelState | undefined): ChannelState {
  const credentials = channel.credentials.length === 0 ? [null] : channel.credentials;
  const accounts = credentials.map((credential, index): Account => {
    const known = before?.accounts.find((account) => isSame(account.credential, credential));
    return { credential, index, load: known?.load ?? { running: 0 }, rests: known?.rests ?? new Map() };
  });
  return { channel, accounts, load: before?.load ?? { running: 0 } };
}

function isSame(one: Secret | null, other: Secret | null): boolean {
  return one?.reveal() === other?.reveal();
}
