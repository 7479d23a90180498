import type { DocumentPart, ImagePart, MediaSource, UserPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import { dataUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';

/** Formats of `input_audio` by media type. */
const AUDIO_FORMATS: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/mp3', 'mp3'],
  ['audio/mpeg', 'mp3'],
]);

/** OpenAI takes no file without a name. */
const UNNAMED = 'document.pdf';

/** What a user says or shows, without results of tools. */
export type SpokenPart = Exclude<UserPart, { readonly type: 'tool-result' }>;

/**
 * Writes a part of a user's message (openai-node, `ChatCompletionContentPart`).
 * @throws {CannotCarryError} for what Chat Completions has no part for.
 */
export function writePart(part: SpokenPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return writeImage(part);
    case 'document':
      return writeDocument(part);
    case 'audio':
      return writeAudio(part.source, part.at);
    case 'vendor':
      throw new CannotCarryError(part, `is ${part.name}, which this model's provider does not know`);
  }
}

function writeImage({ source, detail, at }: ImagePart): JsonObject {
  if (source.type === 'file') {
    throw fileOf(source, at);
  }
  const url = source.type === 'data' ? dataUrl(source) : source.url;
  return { type: 'image_url', image_url: { url, ...(detail === null ? {} : { detail }) } };
}

function writeDocument({ source, name, at }: DocumentPart): JsonObject {
  switch (source.type) {
    case 'text':
      return { type: 'text', text: name === null ? source.text : `${name}\n\n${source.text}` };
    case 'data':
      return { type: 'file', file: { filename: name ?? UNNAMED, file_data: dataUrl(source) } };
    case 'url':
      throw new CannotCarryError({ at }, 'is a document by its address, which this model cannot take');
    case 'file':
      throw fileOf(source, at);
  }
}

function writeAudio(source: MediaSource, at: string): JsonObject {
  const format = source.type === 'data' ? AUDIO_FORMATS.get(source.mediaType) : undefined;
  if (source.type !== 'data' || format === undefined) {
    throw new CannotCarryError({ at }, 'is a sound in another form than WAV or MP3 data');
  }
  return { type: 'input_audio', input_audio: { data: source.base64, format } };
}

function fileOf({ dialect }: { readonly dialect: string }, at: string): CannotCarryError {
  return new CannotCarryError({ at }, `is a file kept for ${dialect}, which this model cannot read`);
}
