/** What a model is for. */
export type ModelCategory =
  | 'text'
  | 'embedding'
  | 'rerank'
  | 'moderation'
  | 'image'
  | 'video'
  | 'music'
  | 'audio';

/** What can be told of a model by its name. */
export interface ModelKind {
  readonly category: ModelCategory;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  /** Whether its answers can come in a stream. */
  readonly streams: boolean;
}

/** Vendors tell what a model is for by its name alone; the first match wins. */
const KINDS: readonly (readonly [RegExp, ModelKind])[] = [
  [/embed/i, kind('embedding', ['text'], ['embedding'])],
  [/rerank/i, kind('rerank', ['text'], ['score'])],
  [/moderation/i, kind('moderation', ['text', 'image'], ['score'])],
  [/veo|sora|seedance|kling|video/i, kind('video', ['text', 'image'], ['video'])],
  [/music|suno|lyria/i, kind('music', ['text'], ['audio'])],
  [/gemini.*image|nano-banana/i, kind('image', ['text', 'image'], ['text', 'image'], true)],
  [/gpt-image/i, kind('image', ['text', 'image'], ['image'], true)],
  [/imagen|dall-e-3/i, kind('image', ['text'], ['image'])],
  [/image|dall-e|flux|seedream/i, kind('image', ['text', 'image'], ['image'])],
  [/whisper/i, kind('audio', ['audio'], ['text'])],
  [/transcribe/i, kind('audio', ['audio'], ['text'], true)],
  [/tts-1/i, kind('audio', ['text'], ['audio'])],
  [/tts|speech/i, kind('audio', ['text'], ['audio'], true)],
];

const TEXT = kind('text', ['text'], ['text'], true);

/** What a model is, by its name. */
export function kindOfModel(name: string): ModelKind {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? TEXT;
}

function kind(
  category: ModelCategory,
  inputModalities: readonly string[],
  outputModalities: readonly string[],
  streams = false,
): ModelKind {
  return { category, inputModalities, outputModalities, streams };
}
