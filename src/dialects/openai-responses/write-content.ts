import type { DocumentPart, ImagePart, MediaSource, TextPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import { dataUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';
import { DIALECT } from './tool-names.ts';

/**
 * A part of what the user or a tool says (openai-node, `ResponseInputContent`).
 * @throws {CannotCarryError} for a file that was uploaded elsewhere.
 */
export function writeInputPart(part: TextPart | ImagePart | DocumentPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'image':
      return { type: 'input_image', detail: part.detail ?? 'auto', ...imageSource(part.source, part.at) };
    case 'document':
      return writeDocument(part);
  }
}

function imageSource(source: MediaSource, at: string): JsonObject {
  return source.type === 'file'
    ? { file_id: ownFileId(source, at) }
    : { image_url: source.type === 'url' ? source.url : dataUrl(source) };
}

/** Plain text goes as text, which every model reads; OpenAI asks for a name beside the bytes of a file. */
function writeDocument({ source, name, at }: DocumentPart): JsonObject {
  switch (source.type) {
    case 'text':
      return { type: 'input_text', text: name === null ? source.text : `${name}\n\n${source.text}` };
    case 'url':
      return { type: 'input_file', ...(name === null ? {} : { filename: name }), file_url: source.url };
    case 'data':
      return { type: 'input_file', filename: name ?? nameFor(source.mediaType), file_data: dataUrl(source) };
    case 'file':
      return { type: 'input_file', file_id: ownFileId(source, at) };
  }
}

function nameFor(mediaType: string): string {
  return mediaType === 'application/pdf' ? 'document.pdf' : 'document';
}

function ownFileId(source: Extract<MediaSource, { readonly type: 'file' }>, at: string): string {
  if (source.dialect !== DIALECT) {
    throw new CannotCarryError(
      { at },
      'is a file that was uploaded elsewhere; send its bytes or its address',
    );
  }
  return source.fileId;
}
