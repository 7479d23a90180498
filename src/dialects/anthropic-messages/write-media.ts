import type { CacheMark, DocumentPart, ImagePart, MediaSource } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { Marked, MediaBlock, TextBlock } from './blocks.ts';

/** A text block; null for what holds no more than white space, which the API refuses. */
export function writeText(text: string, mark: CacheMark | null): TextBlock | null {
  return text.trim() === '' ? null : { type: 'text', text, ...writeMark(mark) };
}

/** The member that marks a block for the cache; none where it is not marked. */
export function writeMark(mark: CacheMark | null): Marked {
  return mark === null
    ? {}
    : { cache_control: { type: 'ephemeral', ...(mark.ttl === null ? {} : { ttl: mark.ttl }) } };
}

/**
 * An image block.
 * @throws {CannotCarryError} for a file that was uploaded elsewhere.
 */
export function writeImage({ at, source, cacheMark }: ImagePart): MediaBlock {
  return { type: 'image', source: sourceOf(source, at), ...writeMark(cacheMark) };
}

/**
 * A document block. The API reads PDF and plain text.
 * @throws {CannotCarryError} for other documents, and for a file that was uploaded elsewhere.
 */
export function writeDocument({ at, source, name, cacheMark }: DocumentPart): MediaBlock {
  const title = name === null ? {} : { title: name };
  return { type: 'document', source: documentSource(source, at), ...title, ...writeMark(cacheMark) };
}

function documentSource(source: DocumentPart['source'], at: string): MediaBlock['source'] {
  if (source.type === 'text') {
    return textSource(source.text);
  }
  const mediaType = source.type === 'file' ? null : (source.mediaType?.toLowerCase() ?? null);
  if (source.type === 'data' && mediaType?.startsWith('text/') === true) {
    return textSource(Buffer.from(source.base64, 'base64').toString('utf8'));
  }
  if (mediaType !== null && mediaType !== 'application/pdf') {
    throw new CannotCarryError(
      { at },
      `is a document of the type ${mediaType}, which this model cannot take`,
    );
  }
  return sourceOf(source, at);
}

function textSource(data: string): MediaBlock['source'] {
  return { type: 'text', media_type: 'text/plain', data };
}

function sourceOf(source: MediaSource, at: string): MediaBlock['source'] {
  switch (source.type) {
    case 'data':
      return { type: 'base64', media_type: source.mediaType, data: source.base64 };
    case 'url':
      return { type: 'url', url: source.url };
    case 'file':
      throw new CannotCarryError(
        { at },
        'is a file that was uploaded elsewhere, which this model cannot read',
      );
  }
}
