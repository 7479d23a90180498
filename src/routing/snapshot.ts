import type { PriceSheet } from '../billing/price-sheet.ts';
import type { Id } from '../core/ids.ts';
import type { Ppm } from '../core/money.ts';
import type { Secret } from '../core/secret.ts';
import type { Platform } from '../dialects/dialect.ts';
import type { Provider } from '../providers/provider.ts';
import type { OfferTimeouts, RetryPolicy } from './retry-policy.ts';

/** One upstream as the data plane sees it: a channel that is shared, or one an organization brought along. */
export interface Channel {
  readonly id: Id<'chan'> | Id<'pk'>;
  readonly name: string;
  readonly provider: Provider;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly credentials: readonly Secret[];
  readonly priority: number;
  readonly weight: number;
  /** Most requests at once; 0 is unlimited. */
  readonly concurrency: number;
  /** Most requests at once with one credential; 0 is unlimited. */
  readonly credentialConcurrency: number;
  readonly allowPrivate: boolean;
  /** Whether it is a provider key: the organization pays its provider itself. */
  readonly isOwn: boolean;
}

/** A model on a channel: what a request for the public name may be sent to, and its price. */
export interface Offer {
  readonly channel: Channel;
  readonly upstreamModel: string;
  /** Null when nobody priced it: such an offer is refused, never free by accident. */
  readonly price: PriceSheet | null;
  /** What the upstream probably charges by, before any multiplier. */
  readonly costPrice: PriceSheet | null;
  /** What the wallet pays of the price: the group's multiplier, or the fee for a provider key. */
  readonly multiplierPpm: Ppm;
  /** Most tokens a request and its answer may have together; null when unknown. */
  readonly contextWindow: number | null;
  /** Most tokens an answer may have; null when unknown. */
  readonly maxOutputTokens: number | null;
  readonly retry: RetryPolicy;
  readonly timeouts: OfferTimeouts;
}

/** What some channels serve together. */
export interface Pool {
  /** Offers by public model name and by `provider/model`, by priority, lower first. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  /** Public names without the `provider/` doubles, sorted. */
  readonly modelNames: readonly string[];
}

/** A general group with everything it serves. */
export interface Group extends Pool {
  readonly id: Id<'grp'>;
  readonly name: string;
  readonly platforms: readonly Platform[];
  /** Set where an address leaves the channels of one platform alone; null in a snapshot. */
  readonly only: Platform | null;
  readonly multiplierPpm: Ppm;
  readonly translate: boolean;
}

/** An image batch group with everything it serves. */
export interface ImageBatchPool extends Pool {
  readonly id: Id<'ibg'>;
  readonly name: string;
  /** Most tasks at once. */
  readonly concurrency: number;
  /** Most tasks that wait for a place. */
  readonly queueLimit: number;
}

/** All of routing in memory, replaced as a whole when something changes. */
export interface Snapshot {
  readonly version: number;
  readonly groups: ReadonlyMap<Id<'grp'>, Group>;
  readonly imageBatchGroups: ReadonlyMap<Id<'ibg'>, ImageBatchPool>;
  /** The groups of organizations that have prices of their own; those of all others are `groups`. */
  readonly priced: ReadonlyMap<Id<'org'>, (groupId: Id<'grp'>) => Group | undefined>;
  /** What organizations serve themselves with their provider keys. */
  readonly own: ReadonlyMap<Id<'org'>, Pool>;
}
