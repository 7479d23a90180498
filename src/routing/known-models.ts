import { createCatalogue, selectModels } from '../catalog/index.ts';
import { type ChannelModel, selectChannels } from '../channels/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import { selectImageBatchGroups } from '../groups/index.ts';
import { selectProviderKeys } from '../provider-keys/index.ts';
import type { Provider } from '../providers/provider.ts';

/** Tells models from typing errors. */
export interface KnownModels {
  /** Those of the names that nothing here serves, lists or prices, for an organization. */
  unknownAmong(names: readonly string[], organizationId: Id<'org'>): Promise<readonly string[]>;
}

interface KnownModelsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly providers: readonly Provider[];
}

/**
 * A model is known that a channel, a provider key of the organization or an image batch group names, that
 * an operator priced, or that stands in the catalogue of a provider; also with the provider's name before it.
 */
export function createKnownModels({ database, clock, providers }: KnownModelsDeps): KnownModels {
  const catalogue = createCatalogue({ clock });
  const isInCatalogue = (asked: string): boolean =>
    providers.some(({ name, catalogueId }) => {
      const model = asked.startsWith(`${name}/`) ? asked.slice(name.length + 1) : asked;
      return catalogueId !== null && catalogue.find(catalogueId, model) !== null;
    });
  return {
    async unknownAmong(names, organizationId) {
      if (names.length === 0) {
        return [];
      }
      const named = await namedModels(database, organizationId);
      return names.filter((name) => !named.has(name) && !isInCatalogue(name));
    },
  };
}

async function namedModels(database: Database, organizationId: Id<'org'>): Promise<ReadonlySet<string>> {
  return database.transaction(async (tx) => {
    const serving = [...(await selectChannels(tx)), ...(await selectProviderKeys(tx, organizationId))];
    const names = [
      ...(await selectModels(tx)).map(({ name }) => name),
      ...(await selectImageBatchGroups(tx)).flatMap(({ models }) => models),
      ...serving.flatMap(({ provider, models }) => models.flatMap((model) => bothNames(provider, model))),
    ];
    return new Set(names);
  });
}

function bothNames(provider: string, { name }: ChannelModel): string[] {
  return [name, `${provider}/${name}`];
}
