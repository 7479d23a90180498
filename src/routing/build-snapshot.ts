import type { Catalogue, PricedModel, PriceOverride } from '../catalog/index.ts';
import { openCredentials, type StoredChannel } from '../channels/index.ts';
import { type Id, isId } from '../core/ids.ts';
import type { Ppm } from '../core/money.ts';
import type { Secret } from '../core/secret.ts';
import { type SecretBox, SecretBoxError } from '../core/secret-box.ts';
import type { GeneralGroup, ImageBatchGroup } from '../groups/index.ts';
import { openProviderKey, type StoredProviderKey } from '../provider-keys/index.ts';
import type { Provider } from '../providers/provider.ts';
import { buildImageBatchPool } from './build-image-batch-pool.ts';
import { buildPool, type OpenedChannel } from './build-pool.ts';
import { createPriceFinder, type PriceFinder } from './price-finder.ts';
import type { Group, Pool, Snapshot } from './snapshot.ts';

/** Everything a snapshot is built from. */
export interface SnapshotSources {
  readonly version: number;
  readonly groups: readonly GeneralGroup[];
  readonly imageBatchGroups: readonly ImageBatchGroup[];
  readonly channels: readonly StoredChannel[];
  readonly providerKeys: readonly StoredProviderKey[];
  readonly models: readonly PricedModel[];
  readonly overrides: readonly PriceOverride[];
  /** When it is: prices begin on days. */
  readonly nowMs: number;
  readonly catalogue: Catalogue;
  readonly box: SecretBox;
  /** What the wallet pays of the price of a request that went out with a provider key. */
  readonly ownKeyFeePpm: Ppm;
  findProvider(name: string): Provider | undefined;
  /** Told why a channel was left out; the text holds no secret. */
  onProblem(text: string): void;
}

/** Provider keys stand side by side, and nothing bounds them but their provider. */
const OWN_PLACE = {
  priority: 0,
  weight: 1,
  concurrency: 0,
  credentialConcurrency: 0,
  allowPrivate: false,
  isOwn: true,
} as const;

/** A shared channel that can serve, with the groups it serves. */
interface SharedChannel extends OpenedChannel {
  readonly groupIds: readonly Id<'grp'>[];
  readonly imageBatchGroupIds: readonly Id<'ibg'>[];
}

/** Builds all of routing from what is stored. A channel that cannot serve is left out and reported. */
export function buildSnapshot(sources: SnapshotSources): Snapshot {
  const shared = sources.channels
    .flatMap((stored) => openChannel(stored, sources) ?? [])
    .sort((one, other) => one.channel.priority - other.channel.priority);
  const findPrice = createPriceFinder(sources);
  const groups = sources.groups.map((group) => buildGroup(group, shared, findPrice, sources, null));
  const imageBatchGroups = sources.imageBatchGroups.map((group) => {
    const serving = shared.filter(({ imageBatchGroupIds }) => imageBatchGroupIds.includes(group.id));
    return buildImageBatchPool(group, serving, { findPrice, catalogue: sources.catalogue });
  });
  return {
    version: sources.version,
    groups: new Map(groups.map((group) => [group.id, group])),
    imageBatchGroups: new Map(imageBatchGroups.map((group) => [group.id, group])),
    priced: buildPriced(sources, shared, findPrice),
    own: buildOwn(sources, findPrice),
  };
}

function buildGroup(
  { id, name, platforms, multiplierPpm, translate, retry }: GeneralGroup,
  shared: readonly SharedChannel[],
  findPrice: PriceFinder,
  { catalogue }: SnapshotSources,
  organizationId: string | null,
): Group {
  const serving = shared.filter(
    ({ channel, groupIds }) => groupIds.includes(id) && platforms.includes(channel.provider.platform),
  );
  const pool = buildPool(serving, {
    ...{ findPrice, catalogue, multiplierPpm, retry: retry ?? null },
    place: { group: id, ...(organizationId === null ? {} : { organization: organizationId }) },
  });
  return { id, name, platforms, only: null, multiplierPpm, translate, ...pool };
}

/** Made when they are first asked for: many organizations may have prices, and few ask at a time. */
function buildPriced(
  sources: SnapshotSources,
  shared: readonly SharedChannel[],
  findPrice: PriceFinder,
): Snapshot['priced'] {
  const organizations = sources.overrides.flatMap(({ scope, scopeId }) =>
    scope === 'organization' && scopeId !== null && isId('org', scopeId) ? [scopeId] : [],
  );
  const finderOf = (organizationId: Id<'org'>) => {
    const made = new Map<Id<'grp'>, Group>();
    return (groupId: Id<'grp'>): Group | undefined => {
      const stored = sources.groups.find(({ id }) => id === groupId);
      if (stored === undefined) {
        return undefined;
      }
      const group = made.get(groupId) ?? buildGroup(stored, shared, findPrice, sources, organizationId);
      made.set(groupId, group);
      return group;
    };
  };
  return new Map(organizations.map((id) => [id, finderOf(id)]));
}

/** Provider keys serve every group their organization's API keys are bound to, and nobody else. */
function buildOwn(sources: SnapshotSources, findPrice: PriceFinder): Map<Id<'org'>, Pool> {
  const { catalogue, ownKeyFeePpm: multiplierPpm } = sources;
  const byOrganization = new Map<Id<'org'>, OpenedChannel[]>();
  for (const stored of sources.providerKeys) {
    const opened = openOwn(stored, sources);
    if (opened !== null) {
      const known = byOrganization.get(stored.organizationId) ?? [];
      byOrganization.set(stored.organizationId, [...known, opened]);
    }
  }
  return new Map(
    [...byOrganization].map(([id, serving]) => [
      id,
      buildPool(serving, { findPrice, catalogue, multiplierPpm, retry: null, place: {} }),
    ]),
  );
}

function openChannel(stored: StoredChannel, sources: SnapshotSources): SharedChannel | null {
  const { id, name, baseUrl, priority, weight, allowPrivate, models, groupIds, imageBatchGroupIds } = stored;
  const { concurrency, credentialConcurrency, retry, timeouts } = stored;
  const opened = open(stored, 'channel', sources, () =>
    openCredentials(stored.credentialsBox, sources.box, stored.id),
  );
  return (
    opened && {
      models,
      groupIds,
      imageBatchGroupIds,
      ...{ retry, timeouts },
      channel: {
        ...{ ...opened, id, name, baseUrl, priority, weight, concurrency, credentialConcurrency },
        allowPrivate,
        isOwn: false,
      },
    }
  );
}

function openOwn(stored: StoredProviderKey, sources: SnapshotSources): OpenedChannel | null {
  const { id, name, baseUrl, models } = stored;
  const opened = open(stored, 'provider key', sources, () => [openProviderKey(stored, sources.box)]);
  return (
    opened && {
      models,
      ...{ retry: null, timeouts: null },
      channel: { ...opened, id, name, baseUrl, ...OWN_PLACE },
    }
  );
}

/** The provider and the credentials of something that is switched on; null when it cannot serve. */
function open(
  stored: Pick<StoredChannel, 'name' | 'provider' | 'status'>,
  kind: string,
  sources: SnapshotSources,
  readCredentials: () => readonly Secret[],
): { readonly provider: Provider; readonly credentials: readonly Secret[] } | null {
  if (stored.status !== 'active') {
    return null;
  }
  const provider = sources.findProvider(stored.provider);
  if (provider === undefined) {
    sources.onProblem(`${kind} ${stored.name} is left out: there is no provider ${stored.provider}`);
    return null;
  }
  try {
    return { provider, credentials: readCredentials() };
  } catch (error) {
    if (error instanceof SecretBoxError) {
      sources.onProblem(`${kind} ${stored.name} is left out: ${error.message}`);
      return null;
    }
    throw error;
  }
}
