import { describe, expect, it } from 'vitest';
import { geminiImageSize } from './image-size.ts';

describe('a size on Gemini', () => {
  it.each<[string | null, string | null, string, boolean]>([
    [null, null, '1K', true],
    ['1024x1024', '1:1', '1K', true],
    ['1536x1024', '3:2', '1K', true],
    ['1024x1536', '2:3', '1K', true],
    ['1792x1024', '16:9', '1K', true],
    ['2048x2048', '1:1', '2K', true],
    ['3840x2160', '16:9', '4K', true],
    ['2k', null, '2K', true],
    ['1000x700', '3:2', '1K', false],
    ['0x0', null, '1K', false],
    ['large', null, '1K', false],
  ])('%s is %s in %s', (size, aspectRatio, sizeClass, isExact) => {
    expect(geminiImageSize(size)).toEqual({ aspectRatio, sizeClass, isExact });
  });
});
