import type {
  AudioPart,
  CacheMark,
  Citation,
  DocumentPart,
  ImagePart,
  MediaSource,
  RefusalPart,
  TextPart,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import { sourceOfUrl } from '../data-url.ts';
import { isJsonObject } from '../field-checks.ts';
import { type Fields, fieldsOf, requireText, takeFields, takeList, takeText } from '../fields.ts';
import { readCount, readWord } from '../usage-counts.ts';
import { DIALECT } from './tool-names.ts';

/** What the content of a message may be made of. */
export type ContentPart = TextPart | ImagePart | DocumentPart | AudioPart | RefusalPart;

/**
 * Content that is a text or a list of parts (openai-node, `ResponseInputContent`, `ResponseOutputMessage`).
 * @throws {Refusal} `invalid_request` for a malformed part; {CannotCarryError} for one of an unknown type.
 */
export function readContent(holder: Fields, name: string): readonly ContentPart[] {
  const content = holder.take(name);
  return typeof content === 'string'
    ? [textPart(holder.pathOf(name), content)]
    : takeList(holder, name).map(readPart);
}

/** A text with nothing hung on it. */
export function textPart(at: string, text: string): TextPart {
  return { type: 'text', at, text, cacheMark: null, citations: [], signature: null };
}

function readPart(part: Fields): ContentPart {
  const type = requireText(part, 'type');
  switch (type) {
    case 'input_text':
    case 'text':
    case 'summary_text':
      return { ...textPart(part.path, takeText(part, 'text') ?? ''), cacheMark: readCacheMark(part) };
    case 'output_text':
      return { ...textPart(part.path, takeText(part, 'text') ?? ''), citations: readCitations(part) };
    case 'refusal':
      return { type: 'refusal', at: part.path, text: takeText(part, 'refusal') ?? '' };
    case 'input_image':
      return readImage(part);
    case 'input_file':
      return readFile(part);
    case 'input_audio':
      return readAudio(part);
    default:
      throw new CannotCarryError({ at: part.path }, `is of the type ${type}, which this model cannot take`);
  }
}

function readCacheMark(part: Fields): CacheMark | null {
  return takeFields(part, 'prompt_cache_breakpoint') === null ? null : { ttl: null };
}

function readImage(part: Fields): ImagePart {
  const url = takeText(part, 'image_url');
  return {
    type: 'image',
    at: part.path,
    source: url === null ? readFileId(part, 'image_url') : sourceOfUrl(url),
    detail: takeText(part, 'detail'),
    cacheMark: readCacheMark(part),
    signature: null,
  };
}

function readFile(part: Fields): DocumentPart {
  const name = takeText(part, 'filename');
  const data = takeText(part, 'file_data');
  const url = takeText(part, 'file_url');
  const source = data !== null ? sourceOfData(part, data) : url !== null ? sourceOfUrl(url) : null;
  return {
    type: 'document',
    at: part.path,
    source: source ?? readFileId(part, 'file_data'),
    name,
    cacheMark: readCacheMark(part),
  };
}

function sourceOfData(part: Fields, data: string): MediaSource {
  const source = sourceOfUrl(data);
  if (source.type !== 'data') {
    throw invalidField(part.pathOf('file_data'), 'must be a base64 data URL');
  }
  return source;
}

function readFileId(part: Fields, instead: string): MediaSource {
  const fileId = takeText(part, 'file_id');
  if (fileId === null) {
    throw invalidField(part.path, `must have ${instead} or file_id`);
  }
  return { type: 'file', dialect: DIALECT, fileId };
}

function readAudio(part: Fields): AudioPart {
  const audio = takeFields(part, 'input_audio') ?? fieldsOf({}, part.pathOf('input_audio'));
  return {
    type: 'audio',
    at: part.path,
    source: {
      type: 'data',
      mediaType: `audio/${requireText(audio, 'format')}`,
      base64: requireText(audio, 'data'),
    },
    transcript: null,
  };
}

/** Citations of addresses; those of files and containers mean something where they are kept alone. */
function readCitations(part: Fields): readonly Citation[] {
  const annotations = part.take('annotations');
  return (Array.isArray(annotations) ? annotations : []).flatMap(
    (annotation) => citationOf(annotation) ?? [],
  );
}

/** What an annotation cites (openai-node, `ResponseOutputText.URLCitation`); null where it is no address. */
export function citationOf(annotation: unknown): Citation | null {
  if (!isJsonObject(annotation) || annotation.type !== 'url_citation') {
    return null;
  }
  return {
    url: readWord(annotation, 'url'),
    title: readWord(annotation, 'title'),
    citedText: null,
    start: readCount(annotation, 'start_index'),
    end: readCount(annotation, 'end_index'),
  };
}
