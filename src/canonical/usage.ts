/**
 * Measured use of one request. The kinds do not overlap: their sum is everything the upstream counted,
 * whatever the dialect's own fields include in each other.
 */
export interface Usage {
  /** Fresh text input: without cache reads, cache writes, audio and images that are counted by themselves. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** Input written to a cache that lives five minutes (or whose life the upstream does not say). */
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly audioInputTokens: number;
  /** Images that were read, where the upstream counts them by themselves; else they are plain input. */
  readonly imageInputTokens: number;
  /** Visible output: without reasoning, audio and images. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly audioOutputTokens: number;
  /** Images that were written. */
  readonly imageOutputTokens: number;
}

/** The names of the kinds, in the order they are stored and shown. */
export const USAGE_KINDS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'audioInputTokens',
  'imageInputTokens',
  'outputTokens',
  'reasoningTokens',
  'audioOutputTokens',
  'imageOutputTokens',
] as const satisfies readonly (keyof Usage)[];

/** Where a usage comes from: the upstream's own count, our estimate from what was delivered, or nothing happened. */
export type UsageSource = 'upstream' | 'estimated' | 'none';

/** No use at all. */
export const NO_USAGE: Usage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  audioInputTokens: 0,
  imageInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  audioOutputTokens: 0,
  imageOutputTokens: 0,
};

/** Everything that was read: fresh, cached, written to caches, audio, images. Decides the price tier by context. */
export function totalInputTokens(usage: Usage): number {
  return (
    usage.inputTokens +
    usage.cacheReadTokens +
    usage.cacheWrite5mTokens +
    usage.cacheWrite1hTokens +
    usage.audioInputTokens +
    usage.imageInputTokens
  );
}

/** Everything that was written: visible, reasoning, audio, images. */
export function totalOutputTokens(usage: Usage): number {
  return usage.outputTokens + usage.reasoningTokens + usage.audioOutputTokens + usage.imageOutputTokens;
}

/** What the upstream says of one request when it is done: the use, and the tier it served it in. */
export interface Measured {
  readonly usage: Usage;
  /** The service tier of the answer, which decides the price; null when the upstream names none. */
  readonly serviceTier: string | null;
  /** What is counted by the piece; absent where tokens are all there is. */
  readonly pieces?: readonly PieceCount[];
  /** The output is what an early frame guessed, and nothing has confirmed it yet; absent where it is final. */
  readonly isGuess?: true;
}

/**
 * What is counted beside tokens: images, seconds of video or sound, songs, characters to speak, searches of
 * the web, and calls of other tools that the upstream runs itself.
 */
export type PieceKind = 'image' | 'second' | 'song' | 'character' | 'web_search' | 'hosted_tool';

/** The kinds of pieces, in the order they are shown. */
export const PIECE_KINDS = [
  'image',
  'second',
  'song',
  'character',
  'web_search',
  'hosted_tool',
] as const satisfies readonly PieceKind[];

/** So many pieces of one kind and size. */
export interface PieceCount {
  readonly kind: PieceKind;
  /** Whole pieces: a second that has begun counts. */
  readonly count: number;
  /**
   * The size of an image (`1024x1024`, `2K`), the resolution of a second (`720p`) or the name of a tool
   * (`file_search`), with a variant behind a plus where one is dearer: `720p+sound`, `1024x1024+high`.
   * Null when nobody says.
   */
  readonly size: string | null;
}

/** Nothing that is counted by the piece. */
export const NO_PIECES: readonly PieceCount[] = [];
