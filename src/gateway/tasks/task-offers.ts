import { isPricedFor } from '../../billing/index.ts';
import type { MediaRequest, Modality } from '../../canonical/media.ts';
import type { PieceKind } from '../../canonical/usage.ts';
import { Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { findMediaAdapter } from '../../providers/index.ts';
import type { Offer, Snapshot } from '../../routing/index.ts';
import type { PlannedOffer, Task } from '../../tasks/index.ts';
import { candidatesFor } from '../steps/candidates.ts';
import { requireGroup } from '../steps/resolve-model.ts';

/** Where a task may go. */
export interface TaskPool {
  readonly poolId: Task['poolId'];
  /** Offers of channels that make such media; never empty. */
  readonly offers: readonly Offer[];
  /** Most tasks that may be open. */
  readonly mostOpen: number;
}

/** General groups have no setting for their line. */
const MOST_OPEN_OF_GROUP = 20_000;

const PIECES: Readonly<Record<Modality, readonly PieceKind[]>> = {
  image: ['image'],
  video: ['second'],
  music: ['song', 'second'],
};

/**
 * What a key's image batch group offers for a model.
 * @throws {Refusal} `key_type_mismatch` for a general key, `model_not_found`.
 */
export function imageBatchPool({ key }: KeyAccess, model: string, snapshot: Snapshot): TaskPool {
  const pool = snapshot.imageBatchGroups.get(key.imageBatchGroupId ?? 'ibg_none');
  const all = pool?.offers.get(model) ?? [];
  if (pool === undefined || all.length === 0) {
    throw unserved(model, `The image batch group of this API key does not serve the model \`${model}\``);
  }
  const offers = requireMaking(model, 'image', all);
  return { poolId: pool.id, offers, mostOpen: pool.concurrency + pool.queueLimit };
}

/**
 * What a general key's group, or its organization's own provider keys, offer for a model.
 * @throws {Refusal} `key_type_mismatch` for an image key, `model_not_found`, `provider_key_missing`.
 */
export function groupPool(
  access: KeyAccess,
  model: string,
  modality: Modality,
  snapshot: Snapshot,
): TaskPool {
  const group = requireGroup(access, snapshot, null);
  const offers = requireMaking(model, modality, candidatesFor(model, access, group, snapshot));
  return { poolId: group.id, offers, mostOpen: MOST_OPEN_OF_GROUP };
}

/** @throws {Refusal} `key_type_mismatch` for a general key. */
export function requireImageKey(key: KeyAccess['key']): void {
  if (key.type === 'general') {
    throw new Refusal('key_type_mismatch', {
      message:
        'Async image tasks need an image API key, and this is a general one. ' +
        'Create and use an image API key bound to an image batch group',
    });
  }
}

/**
 * What the work would be on each of these offers; those that cannot do it are left out.
 * @throws {Refusal} of the first offer, naming the field, where none can.
 */
export function planOn(offers: readonly Offer[], request: MediaRequest): readonly PlannedOffer[] {
  const planned: PlannedOffer[] = [];
  let refusal: unknown = null;
  for (const offer of offers) {
    const adapter = findMediaAdapter(offer.channel.provider, request.modality);
    try {
      if (adapter !== undefined) {
        planned.push({ offer, plan: adapter.plan(offer.upstreamModel, request) });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      refusal ??= error;
    }
  }
  if (planned.length === 0) {
    throw refusal;
  }
  return planned;
}

/** Whether an offer's channel makes such media in tasks. */
export function makes({ channel }: Offer, modality: Modality): boolean {
  return findMediaAdapter(channel.provider, modality) !== undefined;
}

function requireMaking(model: string, modality: Modality, all: readonly Offer[]): readonly Offer[] {
  const making = all.filter((offer) => makes(offer, modality));
  if (making.length === 0) {
    throw unserved(model, `The model \`${model}\` makes no ${modality} here`);
  }
  const priced = making.filter(
    ({ channel, price }) => channel.isOwn || (price !== null && isPricedFor(price, PIECES[modality])),
  );
  if (priced.length === 0) {
    throw unserved(
      model,
      `The model \`${model}\` has no price yet; an operator must set one or make it free`,
    );
  }
  return priced;
}

function unserved(model: string, message: string): Refusal {
  return new Refusal('model_not_found', { message, param: 'model', model });
}
