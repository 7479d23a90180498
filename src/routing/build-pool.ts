import type { Catalogue } from '../catalog/index.ts';
import type { ChannelModel } from '../channels/index.ts';
import type { Ppm } from '../core/money.ts';
import type { Provider } from '../providers/provider.ts';
import { OfferMap } from './offer-map.ts';
import type { RetryInput, TimeoutsInput } from './policy-input.ts';
import type { PriceFinder, PricePlace } from './price-finder.ts';
import { offerTimeouts, retryPolicy } from './retry-policy.ts';
import type { Channel, Offer, Pool } from './snapshot.ts';

/** A channel that can serve, with what it says of its models. */
export interface OpenedChannel {
  readonly channel: Channel;
  /** Empty means every priced model of the provider. */
  readonly models: readonly ChannelModel[];
  readonly retry: RetryInput | null;
  readonly timeouts: TimeoutsInput | null;
}

/** What the offers of a pool have in common. */
export interface PoolTerms {
  /** How requests are tried again where a channel says nothing else. */
  readonly retry: RetryInput | null;
  readonly findPrice: PriceFinder;
  /** Whose prices they are, beside each channel's. */
  readonly place: PricePlace;
  readonly catalogue: Catalogue;
  /** What the wallet pays of every price. */
  readonly multiplierPpm: Ppm;
}

/** Puts together what these channels serve. They are in the order of their priority. */
export function buildPool(serving: readonly OpenedChannel[], terms: PoolTerms): Pool {
  const byName = new Map<string, Offer[]>();
  const names = new Set<string>();
  for (const opened of serving) {
    const { channel } = opened;
    for (const { name, upstream } of modelsOf(opened, terms.catalogue)) {
      const offer = offerOf(opened, name, upstream, terms);
      names.add(name);
      addOffer(byName, name, offer);
      addOffer(byName, `${channel.provider.name}/${name}`, offer);
    }
  }
  const open = serving.filter(({ models }) => models.length === 0);
  return {
    offers: new OfferMap(byName, (name) => findUnlisted(name, open, terms)),
    modelNames: [...names].sort(),
  };
}

function offerOf(opened: OpenedChannel, name: string, upstream: string, terms: PoolTerms): Offer {
  const { channel, retry, timeouts } = opened;
  return {
    channel,
    upstreamModel: upstream,
    multiplierPpm: terms.multiplierPpm,
    ...terms.findPrice(channel.provider, name, upstream, { ...terms.place, channel: channel.id }),
    retry: retryPolicy(terms.retry, retry),
    timeouts: offerTimeouts(timeouts, upstream),
  };
}

function modelsOf({ channel, models }: OpenedChannel, catalogue: Catalogue): readonly ChannelModel[] {
  const { catalogueId, servesModel } = channel.provider;
  if (models.length > 0 || catalogueId === null) {
    return models;
  }
  const served = catalogue.listModels(catalogueId).filter((name) => servesModel(name));
  return served.map((name) => ({ name, upstream: name }));
}

/** Offers of channels that serve every priced model, for a name that no list has. */
function findUnlisted(asked: string, open: readonly OpenedChannel[], terms: PoolTerms): Offer[] {
  return open.flatMap((opened) => {
    const { channel } = opened;
    const name = withoutProvider(asked, channel.provider);
    const { catalogueId, servesModel } = channel.provider;
    const isServed = catalogueId !== null && servesModel(name);
    return isServed && terms.catalogue.find(catalogueId, name) !== null
      ? [offerOf(opened, name, name, terms)]
      : [];
  });
}

function withoutProvider(asked: string, provider: Provider): string {
  const prefix = `${provider.name}/`;
  return asked.startsWith(prefix) ? asked.slice(prefix.length) : asked;
}

/** Under one name a channel has one offer: a model called `openai/x` on OpenAI is also that of `x`. */
function addOffer(byName: Map<string, Offer[]>, name: string, offer: Offer): void {
  const offers = byName.get(name) ?? [];
  byName.set(name, offers);
  if (!offers.some((other) => other.channel === offer.channel)) {
    offers.push(offer);
  }
}
