/**
 * The one token rule of the simulator: a text has as many tokens as its UTF-8 bytes divided by four,
 * rounded up, so a text that is not empty has at least one. The rule is no provider's; it is chosen so
 * that a test can work out every count by hand.
 */
export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** UTF-8 bytes that make one token. */
export const BYTES_PER_TOKEN = 4;

/** Tokens that every image or document costs, whatever its size. */
export const TOKENS_PER_IMAGE = 258;

/**
 * Tokens by kind. The kinds do not overlap: `input` is without cached and audio tokens, `output` is without
 * reasoning, audio and images, so the sum over the kinds is all that a request used.
 */
export type Tokens = {
  input: number;
  cache_read: number;
  cache_write_5m: number;
  cache_write_1h: number;
  audio_input: number;
  image_input: number;
  output: number;
  reasoning: number;
  audio_output: number;
  image_output: number;
};

/** A fresh count with zero of every kind. */
export function noTokens(): Tokens {
  return {
    input: 0,
    cache_read: 0,
    cache_write_5m: 0,
    cache_write_1h: 0,
    audio_input: 0,
    image_input: 0,
    output: 0,
    reasoning: 0,
    audio_output: 0,
    image_output: 0,
  };
}

/** Adds the second count to the first, in place. */
export function addTokens(total: Tokens, more: Readonly<Tokens>): void {
  total.input += more.input;
  total.cache_read += more.cache_read;
  total.cache_write_5m += more.cache_write_5m;
  total.cache_write_1h += more.cache_write_1h;
  total.audio_input += more.audio_input;
  total.image_input += more.image_input;
  total.output += more.output;
  total.reasoning += more.reasoning;
  total.audio_output += more.audio_output;
  total.image_output += more.image_output;
}

/** What is counted by the piece, beside tokens. */
export type Media = { images: number; seconds: number; characters: number; songs: number };

/** A fresh count of nothing. */
export function noMedia(): Media {
  return { images: 0, seconds: 0, characters: 0, songs: 0 };
}

/** Adds the second count to the first, in place. */
export function addMedia(total: Media, more: Readonly<Partial<Media>>): void {
  total.images += more.images ?? 0;
  total.seconds += more.seconds ?? 0;
  total.characters += more.characters ?? 0;
  total.songs += more.songs ?? 0;
}
