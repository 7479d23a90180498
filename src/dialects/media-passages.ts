import type { Operation } from './dialect.ts';
import { openImagesOnGemini } from './images-on-gemini/passage.ts';
import { imageGenerations } from './openai-images/index.ts';
import type { Call, Passage } from './passage.ts';
import type { PassageDetails } from './translation/generator.ts';

/**
 * How media of one dialect is made by upstreams of another. There is no middle language for media: each pair
 * has a passage of its own.
 */
type OpenPassage = (call: Call, details: PassageDetails) => Passage;

const PASSAGES: readonly (readonly [client: string, upstream: string, open: OpenPassage])[] = [
  [imageGenerations.dialect, 'gemini', openImagesOnGemini],
];

/** The way of an operation to an upstream of these dialects; undefined where there is none. */
export function findMediaPassage(
  { dialect }: Operation,
  upstreamDialects: readonly string[],
): OpenPassage | undefined {
  return PASSAGES.find(
    ([client, upstream]) => client === dialect && upstreamDialects.includes(upstream),
  )?.[2];
}

/** Whether there is such a way to any upstream. */
export function isMediaTranslatable({ dialect }: Operation): boolean {
  return PASSAGES.some(([client]) => client === dialect);
}
