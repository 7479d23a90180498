import type { DocumentPart, MediaSource } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';

/** What Google reads by address, told by the ending where nobody said the media type. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  gif: 'image/gif',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

/**
 * Writes a picture, a document or a sound as `inlineData` or `fileData`.
 * @throws {CannotCarryError} for files that were uploaded to somebody else.
 */
export function writeMedia(source: MediaSource, at: string, dialect: string): JsonObject {
  switch (source.type) {
    case 'data':
      return { inlineData: { mimeType: source.mediaType, data: source.base64 } };
    case 'url': {
      const mimeType = source.mediaType ?? mediaTypeOf(source.url);
      return { fileData: { ...(mimeType === null ? {} : { mimeType }), fileUri: source.url } };
    }
    case 'file':
      if (source.dialect !== dialect) {
        throw new CannotCarryError(
          { at },
          "is a file at another provider, which this model's provider cannot read",
        );
      }
      return { fileData: { fileUri: source.fileId } };
  }
}

/**
 * Writes a document; one of plain text is text.
 * @throws {CannotCarryError} for files that were uploaded to somebody else.
 */
export function writeDocument({ source, at }: DocumentPart, dialect: string): JsonObject {
  return source.type === 'text' ? { text: source.text } : writeMedia(source, at, dialect);
}

function mediaTypeOf(url: string): string | null {
  const ending = /\.(\w+)(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? '';
  return MEDIA_TYPES[ending] ?? null;
}
