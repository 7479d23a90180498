import type { PriceSheet } from '../billing/price-sheet.ts';
import {
  type Catalogue,
  type CatalogueEntry,
  findHolding,
  PRICE_SCOPES,
  type PricedModel,
  type PriceOverride,
  type PriceScope,
  parsePriceSheet,
} from '../catalog/index.ts';
import { compilePatterns, type NamePatterns } from '../core/name-patterns.ts';
import type { Provider } from '../providers/provider.ts';

/** What decides the money and the bounds of an offer. */
export interface FoundPrice {
  /** What a request is charged by. */
  readonly price: PriceSheet | null;
  /** What the upstream probably charges by: the same without what holds for a group or an organization. */
  readonly costPrice: PriceSheet | null;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
}

/** Where a price is asked for. */
export type PricePlace = Readonly<Partial<Record<Exclude<PriceScope, 'model'>, string>>>;

/** Prices a model on a channel of a provider, for whoever asks from that place. */
export type PriceFinder = (
  provider: Provider,
  publicName: string,
  upstreamName: string,
  place: PricePlace,
) => FoundPrice;

/** What prices are found in. */
export interface PriceSources {
  readonly models: readonly PricedModel[];
  readonly overrides: readonly PriceOverride[];
  readonly catalogue: Catalogue;
  /** When it is: an override may begin later. */
  readonly nowMs: number;
}

/** The overrides of one place. */
interface Rules {
  readonly byName: ReadonlyMap<string, PriceSheet>;
  /** The longest pattern first, since it says the most. */
  readonly patterns: readonly { readonly names: NamePatterns; readonly sheet: PriceSheet }[];
}

const COST_SCOPES: readonly PriceScope[] = ['channel', 'model'];

/**
 * Looks for a price: an override of the organization, the group, the channel, or of everywhere from a day on;
 * then what an operator set for the model; then the catalogue's. In each the public name is looked for, then
 * the upstream's, then patterns. The bounds of the model come from the catalogue, whoever sets the price.
 */
export function createPriceFinder({ models, overrides, catalogue, nowMs }: PriceSources): PriceFinder {
  const operatorPrices = new Map(
    models.map(({ name, price }) => [name, parsePriceSheet(price, `operator:${name}`)]),
  );
  const rulesByPlace = groupRules(findHolding(overrides, nowMs));
  const overrideFor = (
    scopes: readonly PriceScope[],
    names: readonly string[],
    place: PricePlace,
  ): PriceSheet | undefined => {
    for (const scope of scopes) {
      const id = scope === 'model' ? '' : place[scope];
      const rules = id === undefined ? undefined : rulesByPlace.get(`${scope}:${id}`);
      const sheet = rules && sheetFor(rules, names);
      if (sheet !== undefined) {
        return sheet;
      }
    }
    return undefined;
  };
  return (provider, publicName, upstreamName, place) => {
    const entry: CatalogueEntry | null =
      provider.catalogueId === null ? null : catalogue.find(provider.catalogueId, upstreamName);
    const names = [publicName, upstreamName];
    const usual = operatorPrices.get(publicName) ?? operatorPrices.get(upstreamName) ?? entry?.sheet ?? null;
    return {
      price: overrideFor(PRICE_SCOPES, names, place) ?? usual,
      costPrice: overrideFor(COST_SCOPES, names, place) ?? usual,
      contextWindow: entry?.contextWindow ?? null,
      maxOutputTokens: entry?.maxOutputTokens ?? null,
    };
  };
}

function groupRules(overrides: readonly PriceOverride[]): ReadonlyMap<string, Rules> {
  const places = Map.groupBy(overrides, ({ scope, scopeId }) => `${scope}:${scopeId ?? ''}`);
  return new Map([...places].map(([place, ofPlace]) => [place, rulesOf(ofPlace)]));
}

function rulesOf(overrides: readonly PriceOverride[]): Rules {
  const isPattern = ({ model }: PriceOverride): boolean => model.includes('*');
  return {
    byName: new Map(
      overrides.filter((one) => !isPattern(one)).map((one) => [one.model, sheetOfOverride(one)]),
    ),
    patterns: overrides
      .filter(isPattern)
      .sort((one, other) => other.model.length - one.model.length)
      .map((one) => ({ names: compilePatterns([one.model]), sheet: sheetOfOverride(one) })),
  };
}

function sheetFor({ byName, patterns }: Rules, names: readonly string[]): PriceSheet | undefined {
  const named = names.find((name) => byName.has(name));
  return named === undefined
    ? patterns.find((pattern) => names.some((name) => pattern.names.fits(name)))?.sheet
    : byName.get(named);
}

/** The source says which override it was and since when it holds, for as long as the charge is kept. */
function sheetOfOverride({ scope, scopeId, model, price, validFromMs }: PriceOverride): PriceSheet {
  const where = scopeId === null ? 'operator' : `${scope}:${scopeId}`;
  const separator = scopeId === null ? ':' : '/';
  return parsePriceSheet(price, `${where}${separator}${model}@${new Date(validFromMs).toISOString()}`);
}
