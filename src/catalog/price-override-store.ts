import type { Id } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import type { PriceOverridesTable } from '../db/tables.ts';
import { priceInputSchema } from './price-input.ts';
import type { PriceOverride } from './price-override.ts';

/** All overrides, of each place those that begin later later. */
export async function selectPriceOverrides(db: Executor): Promise<PriceOverride[]> {
  const rows = await db
    .selectFrom('price_overrides')
    .selectAll()
    .orderBy('scope')
    .orderBy('scope_id')
    .orderBy('model')
    .orderBy('valid_from')
    .execute();
  return rows.map(overrideOf);
}

/** One override, or undefined. */
export async function selectPriceOverride(db: Executor, id: string): Promise<PriceOverride | undefined> {
  const row = await db.selectFrom('price_overrides').selectAll().where('id', '=', id).executeTakeFirst();
  return row && overrideOf(row);
}

/** Adds one. @throws when another of the same place begins at the same moment. */
export async function insertPriceOverride(db: Executor, override: PriceOverride): Promise<void> {
  await db
    .insertInto('price_overrides')
    .values({
      id: override.id,
      scope: override.scope,
      scope_id: override.scopeId ?? '',
      model: override.model,
      price: JSON.stringify(override.price),
      valid_from: override.validFromMs,
      created_at: override.createdAtMs,
    })
    .execute();
}

/** Removes these. */
export async function deletePriceOverrides(db: Executor, ids: readonly string[]): Promise<void> {
  await db.deleteFrom('price_overrides').where('id', 'in', ids).execute();
}

function overrideOf(row: PriceOverridesTable): PriceOverride {
  return {
    // Ids were checked when they were written.
    id: row.id as Id<'price'>,
    scope: row.scope,
    scopeId: row.scope_id === '' ? null : row.scope_id,
    model: row.model,
    price: priceInputSchema.parse(JSON.parse(row.price)),
    validFromMs: row.valid_from,
    createdAtMs: row.created_at,
  };
}
