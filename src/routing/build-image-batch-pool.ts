import { parsePriceSheet } from '../catalog/index.ts';
import type { ImageBatchGroup } from '../groups/index.ts';
import { buildPool, type OpenedChannel, type PoolTerms } from './build-pool.ts';
import type { PriceFinder } from './price-finder.ts';
import type { ImageBatchPool } from './snapshot.ts';

const PLAIN_PPM = 1_000_000;

/**
 * Puts together what an image batch group serves: the models it names, or all that its channels list when it
 * names none. Where it has prices they are what an image costs, whatever the model would cost elsewhere.
 */
export function buildImageBatchPool(
  { id, name, models, prices, concurrency, queueLimit }: ImageBatchGroup,
  serving: readonly OpenedChannel[],
  { findPrice, catalogue }: Pick<PoolTerms, 'findPrice' | 'catalogue'>,
): ImageBatchPool {
  const pool = buildPool(serving, {
    findPrice: Object.keys(prices).length === 0 ? findPrice : pricedBy(findPrice, name, prices),
    catalogue,
    multiplierPpm: PLAIN_PPM,
    retry: null,
    place: {},
  });
  const common = { id, name, concurrency, queueLimit };
  if (models.length === 0) {
    return { ...common, ...pool };
  }
  const served = models.filter((model) => pool.offers.has(model));
  const offers = new Map(served.map((model) => [model, pool.offers.get(model) ?? []]));
  return { ...common, offers, modelNames: served.toSorted() };
}

function pricedBy(
  findPrice: PriceFinder,
  name: string,
  prices: Readonly<Record<string, string>>,
): PriceFinder {
  const price = parsePriceSheet({ image: { ...prices } }, `image-batch-group:${name}`);
  return (...asked) => ({ ...findPrice(...asked), price });
}
