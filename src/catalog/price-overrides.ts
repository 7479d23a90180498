import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import { type Database, isUniqueViolation } from '../db/index.ts';
import { checkModelName, checkPriceInput } from './model-service.ts';
import { type PriceOverride, placeOf } from './price-override.ts';
import {
  deletePriceOverrides,
  insertPriceOverride,
  selectPriceOverride,
  selectPriceOverrides,
} from './price-override-store.ts';

/** What an override is made of. */
export type NewPriceOverride = Pick<PriceOverride, 'scope' | 'scopeId' | 'model'> & {
  readonly price: unknown;
  /** Null for at once. */
  readonly validFromMs: number | null;
};

/** Prices of one channel, group or organization, and prices that begin on a day. */
export interface PriceOverrides {
  /** All of them: those that held, those that hold and those that will. */
  list(): Promise<PriceOverride[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: string): Promise<PriceOverride>;
  /** In force when the call returns, or at its moment. @throws {Refusal} `invalid_request` naming the field. */
  create(override: NewPriceOverride): Promise<PriceOverride>;
  /**
   * Takes an override back, and those of its place that it replaced: they do not come back to life.
   * @throws {Refusal} `not_found`.
   */
  remove(id: string): Promise<void>;
}

interface PriceOverridesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  onChange(): Promise<void>;
}

/** The overrides of one database. */
export function createPriceOverrides({ database, clock, ids, onChange }: PriceOverridesDeps): PriceOverrides {
  const get = async (id: string): Promise<PriceOverride> => {
    const override = await selectPriceOverride(database.db, id);
    if (override === undefined) {
      throw new Refusal('not_found', { message: 'There is no price with this id' });
    }
    return override;
  };
  return {
    list: () => selectPriceOverrides(database.db),
    get,
    async create({ scope, scopeId, model, price, validFromMs }) {
      const nowMs = clock.nowMs();
      if (validFromMs !== null && validFromMs < nowMs) {
        throw invalidField('valid_from', 'is over: what was charged stays charged; leave it out for now');
      }
      const override: PriceOverride = {
        id: ids.next('price'),
        ...{ scope, scopeId, model: checkModelName(model), price: checkPriceInput(price) },
        ...{ validFromMs: validFromMs ?? nowMs, createdAtMs: nowMs },
      };
      await insertPriceOverride(database.db, override).catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? invalidField('valid_from', 'another price of this model begins here at the same moment')
          : error;
      });
      await onChange();
      return override;
    },
    async remove(id) {
      const removed = await get(id);
      await database.transaction(async (tx) => {
        const replaced = (await selectPriceOverrides(tx)).filter(
          (other) =>
            placeOf(other) === placeOf(removed) &&
            other.validFromMs < removed.validFromMs &&
            removed.validFromMs <= clock.nowMs(),
        );
        await deletePriceOverrides(
          tx,
          [removed, ...replaced].map((override) => override.id),
        );
      });
      await onChange();
    },
  };
}
