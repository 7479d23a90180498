import { describe, expect, it } from 'vitest';
import type { Clock } from '../core/clock.ts';
import { createCatalogue, findCataloguePrice, listCatalogueModels } from './catalogue.ts';

const AT_MS = Date.parse('2026-10-01T12:00:00Z');
const PER_MTOK = 1_000_000_000;

describe('findCataloguePrice', () => {
  it('reads plain prices exactly, with a source and the context window', () => {
    const entry = findCataloguePrice('openai', 'gpt-4o-mini-2024-07-18', AT_MS);
    expect(entry).toEqual({
      contextWindow: 128_000,
      maxOutputTokens: null,
      sheet: {
        source: 'catalogue:openai/gpt-4o-mini',
        isFree: false,
        coversTokens: true,
        requestNano: 0,
        pieces: {},
        tiers: [],
        serviceTiers: {},
        tokens: {
          input: 150_000_000,
          cacheRead: 75_000_000,
          cacheWrite5m: 150_000_000,
          cacheWrite1h: 150_000_000,
          audioInput: 150_000_000,
          imageInput: 150_000_000,
          output: 600_000_000,
          reasoning: 600_000_000,
          audioOutput: 600_000_000,
          imageOutput: 600_000_000,
        },
      },
    });
  });

  it('reads cache writes of both lives and tiers by context length', () => {
    const sheet = findCataloguePrice('anthropic', 'claude-sonnet-4-5-20250929', AT_MS)?.sheet;
    expect(sheet?.tokens).toMatchObject({
      input: 3 * PER_MTOK,
      cacheRead: 0.3 * PER_MTOK,
      cacheWrite5m: 3.75 * PER_MTOK,
      cacheWrite1h: 6 * PER_MTOK,
      output: 15 * PER_MTOK,
    });
    expect(sheet?.tiers).toMatchObject([
      { aboveInputTokens: 200_000, tokens: { input: 6 * PER_MTOK, cacheWrite1h: 12 * PER_MTOK } },
    ]);
  });

  it('reads audio prices and reasoning at the price of output', () => {
    const sheet = findCataloguePrice('openai', 'gpt-audio', AT_MS)?.sheet;
    expect(sheet?.tokens).toMatchObject({
      audioInput: 32 * PER_MTOK,
      audioOutput: 64 * PER_MTOK,
      reasoning: 10 * PER_MTOK,
    });
  });

  it('reads the prices of images that are read and written', () => {
    const drawing = findCataloguePrice('google', 'gemini-2.5-flash-image', AT_MS)?.sheet;
    expect(drawing?.tokens).toMatchObject({ imageOutput: 30 * PER_MTOK, output: 2.5 * PER_MTOK });
    const editing = findCataloguePrice('openai', 'gpt-image-1', AT_MS)?.sheet;
    expect(editing?.tokens).toMatchObject({
      input: 5 * PER_MTOK,
      imageInput: 10 * PER_MTOK,
      imageOutput: 40 * PER_MTOK,
    });
  });

  it('reads the price of an hour of sound as that of its seconds', () => {
    const sheet = findCataloguePrice('openai', 'whisper-1', AT_MS)?.sheet;
    expect(sheet).toMatchObject({ coversTokens: false, pieces: { second: { plainNano: 100_000 } } });
  });

  it('takes the price that has begun', () => {
    const before = findCataloguePrice('openai', 'o3', Date.parse('2025-06-01'))?.sheet.tokens.input;
    const after = findCataloguePrice('openai', 'o3', AT_MS)?.sheet.tokens.input;
    expect([before, after]).toEqual([10 * PER_MTOK, 2 * PER_MTOK]);
  });

  it('takes the dearest of the hours of a day', () => {
    const tokens = findCataloguePrice('deepseek', 'deepseek-v4-flash', AT_MS)?.sheet.tokens;
    expect(tokens).toMatchObject({ input: 0.44 * PER_MTOK, output: 1.32 * PER_MTOK });
  });

  it('finds a model that a cloud resells under its maker', () => {
    const sheet = findCataloguePrice('azure', 'claude-sonnet-4-5', AT_MS)?.sheet;
    expect(sheet?.source).toBe('catalogue:anthropic/claude-sonnet-4-5');
  });

  it('has no price for unknown providers, unknown models and models without a price', () => {
    expect(findCataloguePrice('nobody', 'gpt-4o', AT_MS)).toBeNull();
    expect(findCataloguePrice('openai', 'no-such-model', AT_MS)).toBeNull();
    expect(findCataloguePrice('openai', 'omni-moderation-latest', AT_MS)).toBeNull();
  });
});

describe('listCatalogueModels', () => {
  it.each([
    ['openai', 'gpt-4o-mini'],
    ['anthropic', 'claude-sonnet-4-5'],
    ['google', 'gemini-2.5-pro'],
  ])('lists priced models of %s, each sane', (catalogueId, expected) => {
    const names = listCatalogueModels(catalogueId, AT_MS);
    expect(names).toContain(expected);
    for (const name of names) {
      const { tokens, tiers } = findCataloguePrice(catalogueId, name, AT_MS)?.sheet ?? {};
      for (const price of [tokens, ...(tiers ?? []).map((tier) => tier.tokens)].flatMap((kind) =>
        Object.values(kind ?? {}),
      )) {
        expect(Number.isSafeInteger(price) && price >= 0 && price <= 10_000 * PER_MTOK).toBe(true);
      }
    }
  });

  it('lists nothing for a provider without a catalogue', () => {
    expect(listCatalogueModels('nobody', AT_MS)).toEqual([]);
  });
});

describe('createCatalogue', () => {
  it('remembers what it found until the day ends', () => {
    let nowMs = Date.parse('2025-06-09T23:00:00Z');
    const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
    const catalogue = createCatalogue({ clock });
    const before = catalogue.find('openai', 'o3');
    expect(catalogue.find('openai', 'o3')).toBe(before);
    expect(catalogue.listModels('openai')).toBe(catalogue.listModels('openai'));
    expect(catalogue.find('openai', 'none')).toBeNull();
    nowMs += 7_200_000;
    expect(catalogue.find('openai', 'o3')?.sheet.tokens.input).toBe(2 * PER_MTOK);
  });
});
