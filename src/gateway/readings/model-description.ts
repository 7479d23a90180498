import type { NanoUsdPerMtok, PriceSheet } from '../../billing/index.ts';
import { formatUsd, type Ppm } from '../../core/money.ts';
import type { Platform } from '../../dialects/index.ts';
import type { Offer } from '../../routing/index.ts';

/** What a model is for. */
export type ModelCategory = 'text' | 'embedding' | 'image' | 'video' | 'music' | 'audio';

/** Decimal USD the asking key pays: per million tokens, and per request. */
export interface ModelPrice {
  readonly unit: 'USD per million tokens';
  readonly input: string;
  readonly output: string;
  readonly cache_read: string;
  readonly cache_write_5m: string;
  readonly cache_write_1h: string;
  readonly request: string;
}

/** What every entry of a model list says, whatever its shape. */
export interface ModelDescription {
  readonly id: string;
  readonly owner: string;
  readonly platforms: readonly Platform[];
  readonly category: ModelCategory;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** Null for a model that nobody priced; it is refused when called. */
  readonly price: ModelPrice | null;
}

/** Vendors tell the category of a model by its name alone; first match wins. */
const CATEGORIES: readonly (readonly [RegExp, ModelCategory])[] = [
  [/embed/i, 'embedding'],
  [/veo|sora|seedance|kling|video/i, 'video'],
  [/music|suno|lyria/i, 'music'],
  [/image|imagen|dall-e|flux/i, 'image'],
  [/whisper|tts|transcribe|speech/i, 'audio'],
];

const MODALITIES: Readonly<Record<ModelCategory, readonly [readonly string[], readonly string[]]>> = {
  text: [['text'], ['text']],
  embedding: [['text'], ['embedding']],
  image: [['text', 'image'], ['image']],
  video: [['text', 'image'], ['video']],
  music: [['text'], ['audio']],
  audio: [
    ['text', 'audio'],
    ['text', 'audio'],
  ],
};

/** Describes a model by the first of its offers, which is the one that is tried first. */
export function describeModel(id: string, offers: readonly Offer[]): ModelDescription {
  const [first] = offers;
  const category = CATEGORIES.find(([pattern]) => pattern.test(id))?.[1] ?? 'text';
  const [inputModalities, outputModalities] = MODALITIES[category];
  return {
    id,
    owner: first?.channel.provider.name ?? '',
    platforms: [...new Set(offers.map((offer) => offer.channel.provider.platform))],
    category,
    inputModalities,
    outputModalities,
    contextWindow: first?.contextWindow ?? null,
    maxOutputTokens: first?.maxOutputTokens ?? null,
    price: first?.price == null ? null : priceFor(first.price, first.multiplierPpm),
  };
}

function priceFor({ tokens, requestNano }: PriceSheet, multiplierPpm: Ppm): ModelPrice {
  return {
    unit: 'USD per million tokens',
    input: times(tokens.input, multiplierPpm),
    output: times(tokens.output, multiplierPpm),
    cache_read: times(tokens.cacheRead, multiplierPpm),
    cache_write_5m: times(tokens.cacheWrite5m, multiplierPpm),
    cache_write_1h: times(tokens.cacheWrite1h, multiplierPpm),
    request: times(requestNano, multiplierPpm),
  };
}

/** Rounded up like a charge, so that what is shown is never less than what is paid. */
function times(amount: NanoUsdPerMtok, multiplierPpm: Ppm): string {
  const product = BigInt(amount) * BigInt(multiplierPpm);
  return formatUsd(Number((product + 999_999n) / 1_000_000n));
}
