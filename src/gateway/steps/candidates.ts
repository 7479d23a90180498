import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Group, Offer, Pool, Snapshot } from '../../routing/index.ts';

const NOTHING: Pool = { offers: new Map(), modelNames: [] };

/**
 * What the mode of the key's project lets a request choose from: the organization's provider keys, the
 * shared channels of the group, or both.
 */
export function poolsOf({ key, project }: KeyAccess, group: Group, snapshot: Snapshot): readonly Pool[] {
  const own = snapshot.own.get(key.organizationId) ?? NOTHING;
  switch (project.mode) {
    case 'credits':
      return [group];
    case 'api-keys':
      return [own];
    case 'hybrid':
      return [own, group];
  }
}

/** The offers for a model, of the first pool that has some: provider keys come before shared channels. */
export function offersFor(
  model: string,
  access: KeyAccess,
  group: Group,
  snapshot: Snapshot,
): readonly Offer[] {
  for (const pool of poolsOf(access, group, snapshot)) {
    const offers = offersOf(pool, model, group);
    if (offers.length > 0) {
      return offers;
    }
  }
  return [];
}

/** What a pool offers for a model, as far as the address leaves it. */
function offersOf(pool: Pool, model: string, { only }: Group): readonly Offer[] {
  const offers = pool.offers.get(model) ?? [];
  return only === null ? offers : offers.filter(({ channel }) => channel.provider.platform === only);
}

/**
 * The offers a request for this model may be sent to.
 * @throws {Refusal} `provider_key_missing` where only provider keys count and none serves the model,
 *   `model_not_found` where nobody does.
 */
export function candidatesFor(
  model: string,
  access: KeyAccess,
  group: Group,
  snapshot: Snapshot,
): readonly Offer[] {
  const offers = offersFor(model, access, group, snapshot);
  if (offers.length > 0) {
    return offers;
  }
  const isShared = offersOf(group, model, group).length > 0;
  if (access.project.mode === 'api-keys' && isShared) {
    throw new Refusal('provider_key_missing', {
      message:
        `No provider key of this organization serves the model \`${model}\`; add a provider key, ` +
        'or switch the mode of the project to credits or hybrid',
      param: 'model',
      model,
    });
  }
  throw new Refusal('model_not_found', {
    message: `The model \`${model}\` does not exist or is not served to this API key`,
    param: 'model',
    model,
  });
}
