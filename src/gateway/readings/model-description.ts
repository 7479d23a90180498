import type { Platform } from '../../dialects/index.ts';
import type { Offer } from '../../routing/index.ts';
import { kindOfModel, type ModelKind } from './model-kind.ts';
import { type ModelPrice, modelPrice } from './model-price.ts';

/** What every entry of a model list says, whatever its shape. */
export interface ModelDescription extends ModelKind {
  readonly id: string;
  readonly owner: string;
  readonly platforms: readonly Platform[];
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** Null for a model that nobody priced; it is refused when called. */
  readonly price: ModelPrice | null;
}

/** Describes a model by the first of its offers, which is the one that is tried first. */
export function describeModel(id: string, offers: readonly Offer[]): ModelDescription {
  const [first] = offers;
  return {
    id,
    owner: first?.channel.provider.name ?? '',
    platforms: [...new Set(offers.map((offer) => offer.channel.provider.platform))],
    ...kindOfModel(id),
    contextWindow: first?.contextWindow ?? null,
    maxOutputTokens: first?.maxOutputTokens ?? null,
    price: first?.price == null ? null : modelPrice(first.price, first.multiplierPpm),
  };
}
