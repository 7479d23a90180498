import { describe, expect, it } from 'vitest';
import { readImageFacts } from './read-facts.ts';

const ASK = { model: 'm', prompt: 'four byte' };
const file = { contentType: 'image/png', bytes: Buffer.alloc(1_000_000) };

describe('facts of a request for pictures', () => {
  it.each<[object, number]>([
    [{}, 6_240],
    [{ size: '1024x1024' }, 4_160],
    [{ size: '1024x1024', quality: 'low' }, 272],
    [{ size: '1024x1536', quality: 'medium' }, 1_584],
    [{ size: 'auto', quality: 'auto', partial_images: 3 }, 6_540],
    [{ image_size: '4K', quality: 'high' }, 66_560],
  ])('%j may count %d tokens for each picture', (more, tokens) => {
    expect(readImageFacts({ ...ASK, ...more }).maxOutputTokens).toBe(tokens);
  });

  it('have every picture by its size, for the hold and for who leaves', () => {
    const facts = readImageFacts({ ...ASK, n: 3, size: '1536x1024', quality: 'low' });
    const pieces = [{ kind: 'image', count: 3, size: '1536x1024' }];
    expect(facts).toMatchObject({ choices: 3, piecesCeiling: pieces, estimatedPieces: pieces });
    expect(facts.estimatedUsage?.imageOutputTokens).toBe(3 * 408);
  });

  it('count pictures to work from by their number, not by their bytes', () => {
    const facts = readImageFacts({ ...ASK, image: [file, file], mask: file });
    expect(facts.estimatedUsage?.imageInputTokens).toBe(3 * 1_600);
    expect(facts.inputTokensCeiling).toBeLessThan(21_000);
    expect(readImageFacts({ ...ASK, images: [{ file_id: 'x' }] }).hasUnseenInput).toBe(false);
  });
});
