import { createRequire } from 'node:module';
import type { Provider as CatalogueProvider, ModelInfo } from '@pydantic/genai-prices';
import type { PriceSheet } from '../billing/price-sheet.ts';
import type { Clock } from '../core/clock.ts';
import { sheetOfCatalogueModel } from './catalogue-price.ts';
import { exactNames, matchesModel } from './model-match.ts';

const DAY_MS = 86_400_000;
/** All models of the largest provider, several times over. */
const CACHE_SIZE = 5_000;

/** What the catalogue that ships with the product knows of one model. */
export interface CatalogueEntry {
  readonly sheet: PriceSheet;
  /** Most tokens a request and its answer may have together; null when unknown. */
  readonly contextWindow: number | null;
  /** Most tokens an answer may have; null when unknown (the data of today never says). */
  readonly maxOutputTokens: number | null;
}

/** The price catalogue, with what was looked up before kept for the day. */
export interface Catalogue {
  find(catalogueId: string, upstreamModel: string): CatalogueEntry | null;
  /** Model names of a provider that are spelled out in the catalogue and priced, sorted. */
  listModels(catalogueId: string): readonly string[];
}

/** A catalogue whose prices are those of the clock's day: some begin on a date. */
export function createCatalogue(deps: { readonly clock: Clock }): Catalogue {
  const entries = new Map<string, CatalogueEntry | null>();
  const lists = new Map<string, readonly string[]>();
  let day = -1;
  const today = (): number => {
    const nowMs = deps.clock.nowMs();
    if (Math.floor(nowMs / DAY_MS) !== day || entries.size > CACHE_SIZE) {
      day = Math.floor(nowMs / DAY_MS);
      entries.clear();
      lists.clear();
    }
    return nowMs;
  };
  return {
    find(catalogueId, upstreamModel) {
      const nowMs = today();
      return remember(entries, `${catalogueId}/${upstreamModel}`, () =>
        findCataloguePrice(catalogueId, upstreamModel, nowMs),
      );
    },
    listModels(catalogueId) {
      const nowMs = today();
      return remember(lists, catalogueId, () => listCatalogueModels(catalogueId, nowMs));
    },
  };
}

/**
 * The price of a provider's model at a moment, or null when the catalogue has none that can be used.
 * The data is loaded at the first call: 21 ms and 20 MB of resident memory (Node 26.10).
 */
export function findCataloguePrice(
  catalogueId: string,
  upstreamModel: string,
  atMs: number,
): CatalogueEntry | null {
  const found = findModel(catalogueId, upstreamModel, []);
  if (found === null) {
    return null;
  }
  const { provider, model } = found;
  try {
    const sheet = sheetOfCatalogueModel(model, `catalogue:${provider.id}/${model.id}`, atMs);
    return sheet && { sheet, contextWindow: model.context_window ?? null, maxOutputTokens: null };
  } catch (error) {
    if (error instanceof RangeError) {
      // A price that cannot be read exactly, or that is absurd, is as good as none.
      return null;
    }
    throw error;
  }
}

/** Names the catalogue spells out for a provider and has a usable price for, sorted. */
export function listCatalogueModels(catalogueId: string, atMs: number): string[] {
  const models = findCatalogueProvider(catalogueId)?.models ?? [];
  const names = new Set(models.flatMap((model) => [model.id, ...exactNames(model.match)]));
  return [...names].filter((name) => findCataloguePrice(catalogueId, name, atMs) !== null).sort();
}

function findModel(
  catalogueId: string,
  name: string,
  seen: readonly string[],
): { provider: CatalogueProvider; model: ModelInfo } | null {
  const provider = findCatalogueProvider(catalogueId);
  if (provider === null || seen.includes(catalogueId)) {
    return null;
  }
  const model = provider.models.find((candidate) => matchesModel(candidate.match, name));
  if (model !== undefined) {
    return { provider, model };
  }
  // A cloud that resells other makers' models at their price lists those makers instead of the models.
  for (const maker of provider.fallback_model_providers ?? []) {
    const found = findModel(maker, name, [...seen, catalogueId]);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

function findCatalogueProvider(catalogueId: string): CatalogueProvider | null {
  const library = loadLibrary('@pydantic/genai-prices');
  const provider = library.findProvider({ providerId: catalogueId });
  // The library also guesses by similar names; a price must not be a guess.
  return provider?.id === catalogueId ? provider : null;
}

/** Loaded when it is first needed: a gateway whose models are all priced by its operator never does. */
const loadLibrary: (name: string) => typeof import('@pydantic/genai-prices') = createRequire(import.meta.url);

function remember<T>(cache: Map<string, T>, key: string, find: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) {
    return known;
  }
  const found = find();
  cache.set(key, found);
  return found;
}
