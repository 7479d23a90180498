import type { Executor } from '../db/index.ts';

/** A row of `models`. */
export interface ModelRow {
  readonly name: string;
  readonly price: string;
  readonly updated_at: number;
}

/** All operator prices by name. */
export async function selectModels(db: Executor): Promise<ModelRow[]> {
  return db.selectFrom('models').selectAll().orderBy('name').execute();
}

/** One operator price, or undefined. */
export async function selectModel(db: Executor, name: string): Promise<ModelRow | undefined> {
  return db.selectFrom('models').selectAll().where('name', '=', name).executeTakeFirst();
}

/** Sets the price of a name, new or not. */
export async function upsertModel(db: Executor, row: ModelRow): Promise<void> {
  await db
    .insertInto('models')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ price: row.price, updated_at: row.updated_at }),
    )
    .execute();
}

/** Removes a price; false when there was none. */
export async function deleteModel(db: Executor, name: string): Promise<boolean> {
  const result = await db.deleteFrom('models').where('name', '=', name).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
