import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../billing/testing/arbitrary-prices.ts';
import { kindOfModel } from './model-kind.ts';
import { modelPrice } from './model-price.ts';

describe('the price of a model in a list', () => {
  it('has tokens by kind, times the multiplier and rounded up', () => {
    const plain = sheetOf({}, { reasoning: 600_000_000, audioInput: 150_000_000, imageInput: 1 });
    expect(modelPrice(plain, 1_500_000)).toEqual({
      unit: 'USD per million tokens',
      input: '0.225',
      output: '0.9',
      cache_read: '0.1125',
      cache_write_5m: '0.28125',
      cache_write_1h: '0.45',
      audio_output: '30',
      image_input: '0.000000002',
      image_output: '27',
      request: '0',
    });
  });

  it('has tiers and service tiers, so that long and fast requests hold no surprise', () => {
    const { tokens } = sheetOf({}, { input: 300_000_000, output: 900_000_000 });
    const sheet = sheetOf({
      tiers: [{ aboveInputTokens: 200_000, tokens }],
      serviceTiers: { priority: 2_000_000 },
    });
    expect(modelPrice(sheet, 2_000_000)).toMatchObject({
      input: '0.3',
      tiers: [{ above_input_tokens: '200000', input: '0.6', output: '1.8' }],
      service_tiers: { priority: '2' },
    });
  });

  it('has pieces by size, and no tokens where nobody priced them', () => {
    const image = { plainNano: 120_000_000, bySize: { '1K': 40_000_000, '4K': 120_000_000 } };
    const second = { plainNano: 100_000, bySize: {} };
    expect(modelPrice(sheetOf({ coversTokens: false, pieces: { image, second } }), 1_000_000)).toEqual({
      unit: 'USD per million tokens',
      image: { '1K': '0.04', '4K': '0.12' },
      second: '0.0001',
    });
  });
});

describe('what a model is, by its name', () => {
  it.each([
    ['gpt-4o-mini', 'text', 'text', 'text', true],
    ['text-embedding-3-small', 'embedding', 'text', 'embedding', false],
    ['jina-reranker-v2', 'rerank', 'text', 'score', false],
    ['omni-moderation-latest', 'moderation', 'text image', 'score', false],
    ['gpt-image-1', 'image', 'text image', 'image', true],
    ['dall-e-3', 'image', 'text', 'image', false],
    ['gemini-2.5-flash-image', 'image', 'text image', 'text image', true],
    ['whisper-1', 'audio', 'audio', 'text', false],
    ['gpt-4o-transcribe', 'audio', 'audio', 'text', true],
    ['tts-1-hd', 'audio', 'text', 'audio', false],
    ['gpt-4o-mini-tts', 'audio', 'text', 'audio', true],
    ['veo-3.1-generate', 'video', 'text image', 'video', false],
  ])('%s is of category %s', (name, category, input, output, streams) => {
    const kind = kindOfModel(name);
    expect([
      kind.category,
      kind.inputModalities.join(' '),
      kind.outputModalities.join(' '),
      kind.streams,
    ]).toEqual([category, input, output, streams]);
  });
});
