import type { Catalogue, PricedModel } from '../catalog/index.ts';
import { openCredentials, type StoredChannel } from '../channels/index.ts';
import { type SecretBox, SecretBoxError } from '../core/secret-box.ts';
import type { GeneralGroup } from '../groups/index.ts';
import type { Provider } from '../providers/provider.ts';
import { OfferMap } from './offer-map.ts';
import { createPriceFinder, type PriceFinder } from './price-finder.ts';
import type { Channel, Group, Offer, Snapshot } from './snapshot.ts';

/** Everything a snapshot is built from. */
export interface SnapshotSources {
  readonly version: number;
  readonly groups: readonly GeneralGroup[];
  readonly channels: readonly StoredChannel[];
  readonly models: readonly PricedModel[];
  readonly catalogue: Catalogue;
  readonly box: SecretBox;
  findProvider(name: string): Provider | undefined;
  /** Told why a channel was left out; the text holds no secret. */
  onProblem(text: string): void;
}

/** A channel that can serve, with what it says of its models. */
interface OpenedChannel {
  readonly channel: Channel;
  readonly stored: StoredChannel;
}

/** Builds all of routing from what is stored. A channel that cannot serve is left out and reported. */
export function buildSnapshot(sources: SnapshotSources): Snapshot {
  const opened = sources.channels
    .filter((stored) => stored.status === 'active')
    .flatMap((stored) => openChannel(stored, sources) ?? [])
    .sort((one, other) => one.channel.priority - other.channel.priority);
  const findPrice = createPriceFinder(sources.models, sources.catalogue);
  const groups = sources.groups.map((group) => {
    const serving = opened.filter(
      ({ channel, stored }) =>
        stored.groupIds.includes(group.id) && group.platforms.includes(channel.provider.platform),
    );
    return buildGroup(group, serving, findPrice, sources.catalogue);
  });
  return { version: sources.version, groups: new Map(groups.map((group) => [group.id, group])) };
}

function openChannel(stored: StoredChannel, sources: SnapshotSources): OpenedChannel | null {
  const provider = sources.findProvider(stored.provider);
  if (provider === undefined) {
    sources.onProblem(`channel ${stored.name} is left out: there is no provider ${stored.provider}`);
    return null;
  }
  try {
    const credentials = openCredentials(stored.credentialsBox, sources.box, stored.id);
    const { id, name, baseUrl, priority, weight, allowPrivate } = stored;
    return { stored, channel: { id, name, provider, baseUrl, credentials, priority, weight, allowPrivate } };
  } catch (error) {
    if (error instanceof SecretBoxError) {
      sources.onProblem(`channel ${stored.name} is left out: ${error.message}`);
      return null;
    }
    throw error;
  }
}

function buildGroup(
  group: GeneralGroup,
  serving: readonly OpenedChannel[],
  findPrice: PriceFinder,
  catalogue: Catalogue,
): Group {
  const byName = new Map<string, Offer[]>();
  const names = new Set<string>();
  for (const { channel, stored } of serving) {
    for (const { name, upstream } of modelsOf(channel.provider, stored, catalogue)) {
      const offer = { channel, upstreamModel: upstream, ...findPrice(channel.provider, name, upstream) };
      names.add(name);
      addOffer(byName, name, offer);
      addOffer(byName, `${channel.provider.name}/${name}`, offer);
    }
  }
  const open = serving.filter(({ stored }) => stored.models.length === 0).map(({ channel }) => channel);
  return {
    id: group.id,
    name: group.name,
    platforms: group.platforms,
    multiplierPpm: group.multiplierPpm,
    translate: group.translate,
    offers: new OfferMap(byName, (name) => findUnlisted(name, open, findPrice, catalogue)),
    modelNames: [...names].sort(),
  };
}

function modelsOf(provider: Provider, stored: StoredChannel, catalogue: Catalogue) {
  if (stored.models.length > 0) {
    return stored.models;
  }
  const names = provider.catalogueId === null ? [] : catalogue.listModels(provider.catalogueId);
  return names.map((name) => ({ name, upstream: name }));
}

/** Offers of channels that serve every priced model, for a name that no list has. */
function findUnlisted(
  asked: string,
  open: readonly Channel[],
  findPrice: PriceFinder,
  catalogue: Catalogue,
): Offer[] {
  return open.flatMap((channel) => {
    const { catalogueId, name: providerName } = channel.provider;
    const prefix = `${providerName}/`;
    const name = asked.startsWith(prefix) ? asked.slice(prefix.length) : asked;
    if (catalogueId === null || catalogue.find(catalogueId, name) === null) {
      return [];
    }
    return [{ channel, upstreamModel: name, ...findPrice(channel.provider, name, name) }];
  });
}

/** Under one name a channel has one offer: a model called `openai/x` on OpenAI is also that of `x`. */
function addOffer(byName: Map<string, Offer[]>, name: string, offer: Offer): void {
  const offers = byName.get(name) ?? [];
  byName.set(name, offers);
  if (!offers.some((other) => other.channel === offer.channel)) {
    offers.push(offer);
  }
}
