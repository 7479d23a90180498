export {
  type Catalogue,
  type CatalogueEntry,
  createCatalogue,
} from './catalogue.ts';
export { createModelService, type ModelService, modelOf, type PricedModel } from './model-service.ts';
export { type PriceInput, priceInputSchema } from './price-input.ts';
export { parsePriceSheet } from './price-sheet-parser.ts';
export { selectModels } from './store.ts';
