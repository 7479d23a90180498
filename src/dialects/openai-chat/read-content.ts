import type {
  AudioPart,
  CacheMark,
  DocumentPart,
  ImagePart,
  MediaSource,
  RefusalPart,
  TextPart,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import { sourceOfUrl } from '../data-url.ts';
import { type Fields, requireText, takeFields, takeList, takeText } from '../fields.ts';

/** What `content` of a message can hold. */
export type ContentPart = TextPart | ImagePart | DocumentPart | AudioPart | RefusalPart;

type PartOf<Type extends ContentPart['type']> = Extract<ContentPart, { readonly type: Type }>;

/** Media types of the formats of `input_audio`; Google's name for MP3, which every dialect takes. */
const AUDIO_TYPES: ReadonlyMap<string, string> = new Map([
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mp3'],
]);

/**
 * Reads `content`, a string or a list of parts, of which this message may hold the given types
 * (openai-node, `ChatCompletionContentPart`). Empty text says nothing and is left out.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for a part of another type.
 */
export function readContent<Type extends ContentPart['type']>(
  message: Fields,
  types: readonly Type[],
  dropped: string[],
): readonly PartOf<Type>[] {
  const content = message.take('content') ?? '';
  const at = message.pathOf('content');
  if (typeof content !== 'string' && !Array.isArray(content)) {
    throw invalidField(at, 'must be a string or an array of parts');
  }
  const parts =
    typeof content === 'string'
      ? [textPart(content, at, null)]
      : takeList(message, 'content').map((part) => readPart(part, dropped));
  return parts
    .filter((part) => part.type !== 'text' || part.text !== '')
    .map((part) => {
      if (!isOneOf(part, types)) {
        throw new CannotCarryError({ at: part.at }, 'is of a type that this message cannot hold');
      }
      return part;
    });
}

function isOneOf<Type extends ContentPart['type']>(
  part: ContentPart,
  types: readonly Type[],
): part is PartOf<Type> {
  return types.some((type) => type === part.type);
}

/** Plain text of a message. */
export function textPart(text: string, at: string, cacheMark: CacheMark | null): TextPart {
  return { type: 'text', at, text, cacheMark, citations: [], signature: null };
}

function readPart(part: Fields, dropped: string[]): ContentPart {
  const read = readKnownPart(part);
  dropped.push(...part.untaken());
  return read;
}

function readKnownPart(part: Fields): ContentPart {
  const type = requireText(part, 'type');
  const at = part.path;
  const cacheMark = takeCacheMark(part);
  switch (type) {
    case 'text':
      return textPart(takeText(part, 'text') ?? '', at, cacheMark);
    case 'refusal':
      return { type: 'refusal', at, text: takeText(part, 'refusal') ?? '' };
    case 'image_url':
      return readImage(part, cacheMark);
    case 'input_audio':
      return readAudio(part);
    case 'file':
      return readFile(part, cacheMark);
    default:
      throw new CannotCarryError({ at }, `is of the type "${type}", which this model cannot take`);
  }
}

/** Some clients send the address itself where OpenAI has an object around it. */
export function readImage(part: Fields, cacheMark: CacheMark | null): ImagePart {
  const at = part.path;
  const isBare = typeof part.take('image_url') === 'string';
  const image = isBare ? null : takeFields(part, 'image_url');
  const url = image === null ? requireText(part, 'image_url') : requireText(image, 'url');
  const detail = image === null ? null : takeText(image, 'detail');
  return { type: 'image', at, source: sourceOfUrl(url), detail, cacheMark, signature: null };
}

function readAudio(part: Fields): AudioPart {
  const audio = takeFields(part, 'input_audio');
  if (audio === null) {
    throw invalidField(part.pathOf('input_audio'), 'must be an object');
  }
  const mediaType = AUDIO_TYPES.get(requireText(audio, 'format'));
  if (mediaType === undefined) {
    throw invalidField(audio.pathOf('format'), 'must be wav or mp3');
  }
  const source: MediaSource = { type: 'data', mediaType, base64: requireText(audio, 'data') };
  return { type: 'audio', at: part.path, source, transcript: null };
}

function readFile(part: Fields, cacheMark: CacheMark | null): DocumentPart {
  const file = takeFields(part, 'file');
  if (file === null) {
    throw invalidField(part.pathOf('file'), 'must be an object');
  }
  const fileId = takeText(file, 'file_id');
  const name = takeText(file, 'filename');
  const source =
    fileId === null
      ? readFileData(requireText(file, 'file_data'), file.pathOf('file_data'))
      : { type: 'file' as const, dialect: 'openai-chat', fileId };
  return { type: 'document', at: part.path, source, name, cacheMark };
}

/** Plain text is read here, because most dialects take documents of text as text alone. */
function readFileData(data: string, at: string): DocumentPart['source'] {
  const source = sourceOfUrl(data);
  if (source.type === 'url' && !/^https?:/i.test(data)) {
    throw invalidField(at, 'must be a base64 data URL');
  }
  return source.type === 'data' && source.mediaType === 'text/plain'
    ? { type: 'text', text: Buffer.from(source.base64, 'base64').toString('utf8') }
    : source;
}

/**
 * The mark of a part or a tool: OpenAI's `prompt_cache_breakpoint`, whose times are 30m and 12h, or the
 * de-facto `cache_control`, whose are Anthropic's.
 */
export function takeCacheMark(fields: Fields): CacheMark | null {
  const mark = takeFields(fields, 'cache_control') ?? takeFields(fields, 'prompt_cache_breakpoint');
  if (mark === null) {
    return null;
  }
  const ttl = takeText(mark, 'ttl');
  return { ttl: ttl === '5m' ? '5m' : ttl === '1h' || ttl === '12h' ? '1h' : null };
}
