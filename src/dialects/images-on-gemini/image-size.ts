/** The shapes Gemini draws (ai.google.dev/gemini-api/docs/image-generation). */
const ASPECT_RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];
/** Its classes of size; the smallest is the default, which the first models take no word for. */
const LARGER_CLASSES = [
  [3_072, '4K'],
  [1_792, '2K'],
] as const;
const SMALLEST_CLASS = '1K';
/** How much an aspect ratio may differ from the one that was asked for: a barely visible strip. */
const TOLERANCE = 0.03;

/** A size as Gemini is asked for it. */
export interface GeminiImageSize {
  /** Null where the shape is left to the model. */
  readonly aspectRatio: string | null;
  readonly sizeClass: string;
  /** False where another shape than the one asked for is the nearest. */
  readonly isExact: boolean;
}

/** The nearest that Gemini has to a size such as `1536x1024` or `2K`. */
export function geminiImageSize(size: string | null): GeminiImageSize {
  const [, width = '0', height = '0'] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? '') ?? [];
  const ratio = Number(width) / Number(height);
  if (!(ratio > 0) || !Number.isFinite(ratio)) {
    const named = /^[124]K$/i.test(size ?? '') ? (size ?? '').toUpperCase() : null;
    return {
      aspectRatio: null,
      sizeClass: named ?? SMALLEST_CLASS,
      isExact: size === null || named !== null,
    };
  }
  const longer = Math.max(Number(width), Number(height));
  const [nearest = '1:1'] = ASPECT_RATIOS.toSorted((a, b) => distance(a, ratio) - distance(b, ratio));
  return {
    aspectRatio: nearest,
    sizeClass: LARGER_CLASSES.find(([edge]) => longer > edge)?.[1] ?? SMALLEST_CLASS,
    isExact: distance(nearest, ratio) <= TOLERANCE,
  };
}

function distance(aspectRatio: string, ratio: number): number {
  const [width = 1, height = 1] = aspectRatio.split(':').map(Number);
  return Math.abs(width / height / ratio - 1);
}
