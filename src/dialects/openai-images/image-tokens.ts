/**
 * Output tokens of a picture of 1,024 by 1,024 pixels by its quality
 * (platform.openai.com/docs/guides/image-generation); larger ones count by their area.
 */
const TOKENS_PER_SQUARE: ReadonlyMap<unknown, number> = new Map([
  ['low', 272],
  ['medium', 1_056],
  ['standard', 1_056],
  ['high', 4_160],
]);
const SQUARE_PIXELS = 1_024 * 1_024;
/** Squares of a class of size, and of the largest picture OpenAI draws where the size is left to it. */
const SQUARES: ReadonlyMap<string, number> = new Map([
  ['512', 0.25],
  ['1K', 1],
  ['2K', 4],
  ['4K', 16],
]);
const USUAL_SQUARES = 1.5;

/** The most tokens that a picture counts: a quality that is left to the model may be the highest. */
export function imageTokensCeiling(size: string | null, quality: unknown): number {
  return tokensOf(size, TOKENS_PER_SQUARE.get(quality) ?? 4_160);
}

/** Our own count of a picture's tokens, for settling when the upstream reports none. */
export function estimateImageTokens(size: string | null, quality: unknown): number {
  return tokensOf(size, TOKENS_PER_SQUARE.get(quality) ?? 1_056);
}

function tokensOf(size: string | null, tokensPerSquare: number): number {
  return Math.ceil(squaresOf(size ?? '') * tokensPerSquare);
}

function squaresOf(size: string): number {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  return width === undefined
    ? (SQUARES.get(size.toUpperCase()) ?? USUAL_SQUARES)
    : (Number(width) * Number(height)) / SQUARE_PIXELS;
}
