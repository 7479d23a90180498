export {
  type Catalogue,
  type CatalogueEntry,
  createCatalogue,
} from './catalogue.ts';
export { createModelService, type ModelService, modelOf, type PricedModel } from './model-service.ts';
export { type PriceInput, priceInputSchema } from './price-input.ts';
export { findHolding, PRICE_SCOPES, type PriceOverride, type PriceScope } from './price-override.ts';
export { selectPriceOverrides } from './price-override-store.ts';
export { createPriceOverrides, type NewPriceOverride, type PriceOverrides } from './price-overrides.ts';
export { parsePriceSheet } from './price-sheet-parser.ts';
export { selectModels } from './store.ts';
