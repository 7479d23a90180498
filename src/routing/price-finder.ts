import type { PriceSheet } from '../billing/price-sheet.ts';
import { type Catalogue, type CatalogueEntry, type PricedModel, parsePriceSheet } from '../catalog/index.ts';
import type { Provider } from '../providers/provider.ts';

/** What decides the money and the bounds of an offer. */
export interface FoundPrice {
  readonly price: PriceSheet | null;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
}

/** Prices a model on a channel of a provider. */
export type PriceFinder = (provider: Provider, publicName: string, upstreamName: string) => FoundPrice;

/**
 * Looks for a price: what an operator set for the public name, then for the upstream's name, then the
 * catalogue's. The bounds of the model come from the catalogue, whoever sets the price.
 */
export function createPriceFinder(models: readonly PricedModel[], catalogue: Catalogue): PriceFinder {
  const operatorPrices = new Map(
    models.map(({ name, price }) => [name, parsePriceSheet(price, `operator:${name}`)]),
  );
  return (provider, publicName, upstreamName) => {
    const entry: CatalogueEntry | null =
      provider.catalogueId === null ? null : catalogue.find(provider.catalogueId, upstreamName);
    return {
      price: operatorPrices.get(publicName) ?? operatorPrices.get(upstreamName) ?? entry?.sheet ?? null,
      contextWindow: entry?.contextWindow ?? null,
      maxOutputTokens: entry?.maxOutputTokens ?? null,
    };
  };
}
