import type { Secret } from '../core/secret.ts';
import { PROVIDERS } from '../providers/index.ts';
import type { ReconcileServices } from './services.ts';

/** The group that exists from the first start on, so that a first key has something to be bound to. */
export const DEFAULT_GROUP = 'default';

const ONE = 1_000_000;

/**
 * At the first start there is a group `default` over every platform. When there is no channel at all,
 * each credential the environment holds under a provider's own variable becomes a channel in it.
 * @param providerKeys credentials by the name of the variable.
 * @returns the names of the channels that were made.
 */
export async function createFirstChannels(
  providerKeys: ReadonlyMap<string, Secret>,
  services: ReconcileServices,
): Promise<string[]> {
  if ((await services.channels.list()).length > 0) {
    return [];
  }
  const made: string[] = [];
  const groupId = await ensureDefaultGroup(services);
  for (const provider of PROVIDERS) {
    const credential = providerKeys.get(provider.environmentKey ?? '');
    if (credential !== undefined) {
      await services.channels.create({
        name: provider.name,
        provider: provider.name,
        baseUrl: null,
        credentials: [credential],
        models: [],
        groupIds: [groupId],
        imageBatchGroupIds: [],
        priority: 0,
        weight: 1,
        concurrency: 0,
        allowPrivate: false,
        status: 'active',
      });
      made.push(provider.name);
    }
  }
  return made;
}

async function ensureDefaultGroup({ groups }: ReconcileServices) {
  const existing = await groups.findByName(DEFAULT_GROUP);
  if (existing !== undefined) {
    return existing.id;
  }
  const platforms = [...new Set(PROVIDERS.map(({ platform }) => platform))];
  const created = await groups.create({
    name: DEFAULT_GROUP,
    platforms,
    multiplierPpm: ONE,
    translate: true,
  });
  return created.id;
}
