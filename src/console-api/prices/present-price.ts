import type { z } from '@hono/zod-openapi';
import { findHolding, type PriceOverride, type PriceScope } from '../../catalog/index.ts';
import type { PriceJson } from '../contract/prices.ts';
import { formatTime } from '../moments.ts';

type Shown = z.infer<typeof PriceJson>;

/** Overrides as they are answered; all there are, because one says of another whether it still holds. */
export function presentPrices(overrides: readonly PriceOverride[], nowMs: number): Shown[] {
  const holding = new Set(findHolding(overrides, nowMs));
  return overrides.map((override) => ({
    id: override.id,
    object: 'price' as const,
    scope: override.scope,
    organization_id: idOf(override, 'organization'),
    group_id: idOf(override, 'group'),
    channel_id: idOf(override, 'channel'),
    model: override.model,
    price: override.price,
    valid_from: formatTime(override.validFromMs),
    state: override.validFromMs > nowMs ? 'scheduled' : holding.has(override) ? 'holding' : 'replaced',
    created_at: formatTime(override.createdAtMs),
  }));
}

function idOf({ scope, scopeId }: PriceOverride, of: PriceScope): string | null {
  return scope === of ? scopeId : null;
}
