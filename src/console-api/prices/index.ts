import type { PriceOverride, PriceScope } from '../../catalog/index.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import { priceRoutes } from '../contract/prices.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { presentPrices } from './present-price.ts';

/** Adds `/api/v1/prices`. */
export function addPriceRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { priceOverrides, clock } = deps;
  const shown = async () => presentPrices(await priceOverrides.list(), clock.nowMs());
  const one = async (id: string) => {
    const found = (await shown()).find((price) => price.id === id);
    if (found === undefined) {
      throw new Refusal('not_found', { message: 'There is no price with this id' });
    }
    return found;
  };
  app.openapi(priceRoutes.list, async (context) => {
    const { limit, cursor, ...filters } = context.req.valid('query');
    const wanted = Object.entries(filters).filter(([, value]) => value !== undefined);
    const fitting = (await shown()).filter((price) => {
      const members: Record<string, unknown> = price;
      return wanted.every(([name, value]) => members[name] === value);
    });
    const page = pageOf(fitting, { limit, cursor }, ({ id }) => id);
    return context.json(
      presentPage(page, (price) => price),
      200,
    );
  });
  app.openapi(priceRoutes.create, async (context) => {
    const { model, price, valid_from: validFromMs, ...places } = context.req.valid('json');
    const place = await placeOf(places, deps);
    const made = await priceOverrides.create({ ...place, model, price, validFromMs: validFromMs ?? null });
    return context.json(await one(made.id), 201);
  });
  app.openapi(priceRoutes.get, async (context) => {
    return context.json(await one(context.req.valid('param').id), 200);
  });
  app.openapi(priceRoutes.remove, async (context) => {
    const { id } = context.req.valid('param');
    await priceOverrides.remove(id);
    return context.json({ id, object: 'price', deleted: true as const }, 200);
  });
}

/** @throws {Refusal} `not_found` for a channel, group or organization that is not there. */
async function placeOf(
  places: {
    readonly organization_id?: `org_${string}` | null | undefined;
    readonly group_id?: `grp_${string}` | null | undefined;
    readonly channel_id?: `chan_${string}` | null | undefined;
  },
  { organizations, groups, channels }: ManagementDeps,
): Promise<Pick<PriceOverride, 'scopeId'> & { readonly scope: PriceScope }> {
  if (places.organization_id != null) {
    const { id } = await organizations.get(places.organization_id);
    return { scope: 'organization', scopeId: id };
  }
  if (places.group_id != null) {
    return { scope: 'group', scopeId: (await groups.get(places.group_id)).id };
  }
  return places.channel_id == null
    ? { scope: 'model', scopeId: null }
    : { scope: 'channel', scopeId: (await channels.get(places.channel_id)).id };
}
