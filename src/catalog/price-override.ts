import type { Id } from '../core/ids.ts';
import type { PriceInput } from './price-input.ts';

/** Where an override holds, the one that wins first. */
export const PRICE_SCOPES = ['organization', 'group', 'channel', 'model'] as const;

/** One of them; `model` is everywhere. */
export type PriceScope = (typeof PRICE_SCOPES)[number];

/** A price that holds in one place, from a moment on. */
export interface PriceOverride {
  readonly id: Id<'price'>;
  readonly scope: PriceScope;
  /** The channel, group or organization; null for every one. */
  readonly scopeId: string | null;
  /** A public or upstream name, or a pattern with `*`. */
  readonly model: string;
  readonly price: PriceInput;
  readonly validFromMs: number;
  readonly createdAtMs: number;
}

/** The overrides that hold at a moment: of each place and model the one that began last. */
export function findHolding(overrides: readonly PriceOverride[], atMs: number): readonly PriceOverride[] {
  const holding = new Map<string, PriceOverride>();
  for (const override of overrides) {
    const place = placeOf(override);
    const known = holding.get(place);
    if (override.validFromMs <= atMs && (known?.validFromMs ?? 0) <= override.validFromMs) {
      holding.set(place, override);
    }
  }
  return [...holding.values()];
}

/** What two overrides have in common of which only one can hold. */
export function placeOf({
  scope,
  scopeId,
  model,
}: Omit<PriceOverride, 'id' | 'price' | 'validFromMs' | 'createdAtMs'>): string {
  return JSON.stringify([scope, scopeId, model]);
}
