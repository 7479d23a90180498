import { isPricedFor } from '../../billing/index.ts';
import { Refusal } from '../../core/refusal.ts';
import {
  type Call,
  findGenerator,
  findMediaPassage,
  isMediaTranslatable,
  isTranslatable,
  type Operation,
  type Platform,
} from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { type Group, groupFor, type Offer, type Snapshot } from '../../routing/index.ts';
import { candidatesFor } from './candidates.ts';

/** What a call may be sent to. */
export interface Resolved {
  readonly group: Group;
  /** Never empty. */
  readonly offers: readonly Offer[];
}

/**
 * The group of a general key, as far as the address leaves it; the one place that turns away keys of the
 * other type.
 * @throws {Refusal} `key_type_mismatch`, `model_not_found`, `unsupported_platform`.
 */
export function requireGroup(access: KeyAccess, snapshot: Snapshot, forcedPlatform: Platform | null): Group {
  if (access.key.groupId === null) {
    throw generalKeyNeeded();
  }
  const group = groupFor(snapshot, access.key.groupId, access.key.organizationId);
  if (group === undefined) {
    throw new Refusal('model_not_found', { message: 'The group of this API key serves nothing' });
  }
  return forcedPlatform === null ? group : onlyOf(group, forcedPlatform);
}

/** What an image key is told at an address that is not for it. */
export function generalKeyNeeded(): Refusal {
  return new Refusal('key_type_mismatch', {
    message:
      'This endpoint needs a general API key, one that is bound to a general group. ' +
      'Image API keys are only for async image tasks; create a general API key for this endpoint',
  });
}

/** The addresses of a forced pool are that platform's own, so translating there is not the group's to forbid. */
function onlyOf(group: Group, platform: Platform): Group {
  if (!group.platforms.includes(platform)) {
    throw new Refusal('unsupported_platform');
  }
  return { ...group, platforms: [platform], only: platform, translate: true };
}

/**
 * Turns the model's name into what the key's group offers for it.
 * @throws {Refusal} `key_type_mismatch`, `unsupported_platform` when the group or the model's channels
 *   do not speak this endpoint's platform, `model_not_found` when nobody serves or prices it,
 *   `provider_key_missing`.
 */
export function resolveModel(
  call: Call,
  access: KeyAccess,
  snapshot: Snapshot,
  forcedPlatform: Platform | null,
): Resolved {
  const group = requireGroup(access, snapshot, forcedPlatform);
  const { operation } = call;
  if (!group.platforms.includes(operation.platform) && !mayTranslate(group, operation)) {
    throw new Refusal('unsupported_platform');
  }
  const { model } = call.facts;
  const all = candidatesFor(model, access, group, snapshot);
  const spoken = all.filter((offer) => serves(offer, operation, group));
  if (spoken.length === 0) {
    throw new Refusal('unsupported_platform', {
      message: `The model \`${model}\` is not served on this endpoint`,
      model,
    });
  }
  const offers = operation.isBilled ? spoken.filter((offer) => isPayable(offer, operation)) : spoken;
  if (offers.length === 0) {
    throw new Refusal('model_not_found', {
      message: `The model \`${model}\` has no price yet; an operator must set one or make it free`,
      param: 'model',
      model,
    });
  }
  return { group, offers };
}

/** Whoever brings a provider key pays the provider, so nobody here has to know the price. */
function isPayable({ price, channel }: Offer, { isFreeUnpriced, pieceKinds }: Operation): boolean {
  return channel.isOwn || (price === null ? isFreeUnpriced === true : isPricedFor(price, pieceKinds));
}

/** Whether the channel of an offer takes an operation: as it is, or translated where the group allows it. */
export function serves({ channel }: Offer, operation: Operation, group: Group): boolean {
  const { dialects } = channel.provider;
  return (
    dialects.includes(operation.dialect) ||
    (group.translate && findMediaPassage(operation, dialects) !== undefined) ||
    (group.translate && isTranslatable(operation) && findGenerator(dialects[0] ?? '') !== undefined)
  );
}

function mayTranslate(group: Group, operation: Operation): boolean {
  return group.translate && (isTranslatable(operation) || isMediaTranslatable(operation));
}
