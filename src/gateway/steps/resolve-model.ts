import { Refusal } from '../../core/refusal.ts';
import { type Call, findGenerator, isTranslatable, type Operation } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { Group, Offer, Snapshot } from '../../routing/index.ts';

/** What a call may be sent to. */
export interface Resolved {
  readonly group: Group;
  /** Never empty. */
  readonly offers: readonly Offer[];
}

/** The group of a general key; the one place that turns away keys of the other type. */
export function requireGroup(access: KeyAccess, snapshot: Snapshot): Group {
  if (access.key.groupId === null) {
    throw new Refusal('key_type_mismatch', {
      message:
        'This endpoint needs a general API key, one that is bound to a general group. ' +
        'Image API keys are only for async image tasks; create a general API key for this endpoint',
    });
  }
  const group = snapshot.groups.get(access.key.groupId);
  if (group === undefined) {
    throw new Refusal('model_not_found', { message: 'The group of this API key serves nothing' });
  }
  return group;
}

/**
 * Turns the model's name into what the key's group offers for it.
 * @throws {Refusal} `key_type_mismatch`, `unsupported_platform` when the group or the model's channels
 *   do not speak this endpoint's platform, `model_not_found` when nobody serves or prices it.
 */
export function resolveModel(call: Call, access: KeyAccess, snapshot: Snapshot): Resolved {
  const group = requireGroup(access, snapshot);
  const { operation } = call;
  const mayTranslate = group.translate && isTranslatable(operation);
  if (!group.platforms.includes(operation.platform) && !mayTranslate) {
    throw new Refusal('unsupported_platform');
  }
  const { model } = call.facts;
  const all = group.offers.get(model);
  if (all === undefined) {
    throw new Refusal('model_not_found', {
      message: `The model \`${model}\` does not exist or is not served to this API key`,
      param: 'model',
      model,
    });
  }
  const spoken = all.filter((offer) => speaks(offer, operation) || (mayTranslate && understands(offer)));
  if (spoken.length === 0) {
    throw new Refusal('unsupported_platform', {
      message: `The model \`${model}\` is not served on this endpoint`,
      model,
    });
  }
  const offers = operation.isBilled ? spoken.filter((offer) => offer.price !== null) : spoken;
  if (offers.length === 0) {
    throw new Refusal('model_not_found', {
      message: `The model \`${model}\` has no price yet; an operator must set one or make it free`,
      param: 'model',
      model,
    });
  }
  return { group, offers };
}

/** Whether the channel of an offer takes an operation as it is. */
function speaks({ channel }: Offer, { dialect }: Operation): boolean {
  return channel.provider.dialects.includes(dialect);
}

/** Whether what a client wants generated can be said in a dialect of the channel. */
function understands({ channel }: Offer): boolean {
  return findGenerator(channel.provider.dialects[0] ?? '') !== undefined;
}
