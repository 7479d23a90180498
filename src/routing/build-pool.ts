import type { Catalogue } from '../catalog/index.ts';
import type { ChannelModel } from '../channels/index.ts';
import type { Ppm } from '../core/money.ts';
import type { Provider } from '../providers/provider.ts';
import { OfferMap } from './offer-map.ts';
import type { PriceFinder } from './price-finder.ts';
import type { Channel, Offer, Pool } from './snapshot.ts';

/** A channel that can serve, with what it says of its models. */
export interface OpenedChannel {
  readonly channel: Channel;
  /** Empty means every priced model of the provider. */
  readonly models: readonly ChannelModel[];
}

/** What the offers of a pool are priced with. */
export interface PoolPrices {
  readonly findPrice: PriceFinder;
  readonly catalogue: Catalogue;
  /** What the wallet pays of every price. */
  readonly multiplierPpm: Ppm;
}

/** Puts together what these channels serve. They are in the order of their priority. */
export function buildPool(serving: readonly OpenedChannel[], prices: PoolPrices): Pool {
  const byName = new Map<string, Offer[]>();
  const names = new Set<string>();
  for (const opened of serving) {
    const { channel } = opened;
    for (const { name, upstream } of modelsOf(opened, prices.catalogue)) {
      const offer = offerOf(channel, name, upstream, prices);
      names.add(name);
      addOffer(byName, name, offer);
      addOffer(byName, `${channel.provider.name}/${name}`, offer);
    }
  }
  const open = serving.filter(({ models }) => models.length === 0).map(({ channel }) => channel);
  return {
    offers: new OfferMap(byName, (name) => findUnlisted(name, open, prices)),
    modelNames: [...names].sort(),
  };
}

function offerOf(channel: Channel, name: string, upstream: string, prices: PoolPrices): Offer {
  const { findPrice, multiplierPpm } = prices;
  return { channel, upstreamModel: upstream, multiplierPpm, ...findPrice(channel.provider, name, upstream) };
}

function modelsOf({ channel, models }: OpenedChannel, catalogue: Catalogue): readonly ChannelModel[] {
  const { catalogueId } = channel.provider;
  if (models.length > 0 || catalogueId === null) {
    return models;
  }
  return catalogue.listModels(catalogueId).map((name) => ({ name, upstream: name }));
}

/** Offers of channels that serve every priced model, for a name that no list has. */
function findUnlisted(asked: string, open: readonly Channel[], prices: PoolPrices): Offer[] {
  return open.flatMap((channel) => {
    const name = withoutProvider(asked, channel.provider);
    const { catalogueId } = channel.provider;
    const isPriced = catalogueId !== null && prices.catalogue.find(catalogueId, name) !== null;
    return isPriced ? [offerOf(channel, name, name, prices)] : [];
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
