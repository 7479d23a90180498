import { describe, expect, it } from 'vitest';
import { findMediaAdapter, findProvider, type Provider } from '../index.ts';
import { geminiImages } from './gemini-images/adapter.ts';
import { openaiImages } from './openai-images/adapter.ts';

describe('how a provider makes media', () => {
  it.each([
    ['openai', 'image', openaiImages],
    ['openai-compatible', 'image', openaiImages],
    ['gemini', 'image', geminiImages],
    ['vertex', 'image', geminiImages],
    ['anthropic', 'image', undefined],
  ] as const)('%s makes an %s', (name, modality, adapter) => {
    expect(findMediaAdapter(findProvider(name) as Provider, modality)).toBe(adapter);
  });
});
