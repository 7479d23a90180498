import type { Clock } from '../core/clock.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import { type PriceInput, priceInputSchema } from './price-input.ts';
import { deleteModel, type ModelRow, selectModel, selectModels, upsertModel } from './store.ts';

/** A model name with the price an operator set for it. */
export interface PricedModel {
  readonly name: string;
  readonly price: PriceInput;
  readonly updatedAtMs: number;
}

/** What operators do with prices. Changes are in force when a call returns. */
export interface ModelService {
  list(): Promise<PricedModel[]>;
  /** @throws {Refusal} `not_found`. */
  get(name: string): Promise<PricedModel>;
  /** Sets or replaces the price. @throws {Refusal} `invalid_request` naming the field. */
  set(name: string, price: PriceInput): Promise<PricedModel>;
  /** @throws {Refusal} `not_found`. */
  remove(name: string): Promise<void>;
}

interface ModelServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  onChange(): Promise<void>;
}

/** Prices by public or upstream model name; they win over the catalogue. */
export function createModelService({ database, clock, onChange }: ModelServiceDeps): ModelService {
  return {
    list: async () => (await selectModels(database.db)).map(modelOf),
    async get(name) {
      const row = await selectModel(database.db, name);
      if (row === undefined) {
        throw unknownModel(name);
      }
      return modelOf(row);
    },
    async set(name, price) {
      const row = {
        name: checkModelName(name),
        price: JSON.stringify(checkPriceInput(price)),
        updated_at: clock.nowMs(),
      };
      await upsertModel(database.db, row);
      await onChange();
      return modelOf(row);
    },
    async remove(name) {
      if (!(await deleteModel(database.db, name))) {
        throw unknownModel(name);
      }
      await onChange();
    },
  };
}

/** Reads the price of a stored row. */
export function modelOf(row: ModelRow): PricedModel {
  return {
    name: row.name,
    price: priceInputSchema.parse(JSON.parse(row.price)),
    updatedAtMs: row.updated_at,
  };
}

/** @throws {Refusal} `invalid_request`. */
export function checkModelName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 200) {
    throw invalidField('name', 'must have 1 to 200 characters');
  }
  return trimmed;
}

/** @throws {Refusal} `invalid_request` naming the field of the price. */
export function checkPriceInput(price: unknown): PriceInput {
  const result = priceInputSchema.safeParse(price);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  throw invalidField(['price', ...(issue?.path ?? [])].join('.'), issue?.message ?? 'is not valid');
}

function unknownModel(name: string): Refusal {
  return new Refusal('not_found', { message: `no price is set for the model ${name}` });
}
