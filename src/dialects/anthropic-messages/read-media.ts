import type { DocumentPart, ImagePart, MediaSource, TextPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { type Fields, fieldsOf, requireText, takeFields, takeText } from '../fields.ts';
import { DIALECT } from './dialect-name.ts';
import { plainText, readText, takeCacheMark, takeContent } from './read-text.ts';

/**
 * Reads an image block.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readImage(block: Fields): ImagePart {
  return {
    type: 'image',
    at: block.path,
    source: readSource(takeSource(block), null),
    detail: null,
    cacheMark: takeCacheMark(block),
    signature: null,
  };
}

/**
 * Reads a document block: a PDF, a text, or blocks of its own, which stand for themselves. What the client
 * says about the document comes before it.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readDocument(block: Fields): readonly (TextPart | ImagePart | DocumentPart)[] {
  const name = takeText(block, 'title');
  const context = takeText(block, 'context');
  const cacheMark = takeCacheMark(block);
  const before = context === null || context === '' ? [] : [plainText(block.path, context)];
  const source = takeSource(block);
  if (takeText(source, 'type') !== 'content') {
    const read = readDocumentSource(source);
    return [...before, { type: 'document', at: block.path, source: read, name, cacheMark }];
  }
  const titled = name === null ? before : [...before, plainText(block.path, name)];
  return [...titled, ...takeContent(source, 'content').map(readInDocument)];
}

/**
 * Reads a search result that the client gives: its title, its address and its text, as text.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readSearchResult(block: Fields): TextPart {
  const head = [takeText(block, 'title'), takeText(block, 'source')].filter((line) => line !== null);
  const said = takeContent(block, 'content').map((entry) => takeText(entry, 'text') ?? '');
  block.take('citations');
  const text = [...head, '', ...said].join('\n');
  return { ...plainText(block.path, text), cacheMark: takeCacheMark(block) };
}

function readDocumentSource(source: Fields): DocumentPart['source'] {
  return takeText(source, 'type') === 'text'
    ? { type: 'text', text: takeText(source, 'data') ?? '' }
    : readSource(source, 'application/pdf');
}

/** An address says nothing of what is behind it; in a document block it is a PDF. */
function readSource(source: Fields, mediaTypeOfUrl: string | null): MediaSource {
  switch (takeText(source, 'type')) {
    case 'base64':
      return {
        type: 'data',
        mediaType: requireText(source, 'media_type'),
        base64: requireText(source, 'data'),
      };
    case 'url':
      return { type: 'url', url: requireText(source, 'url'), mediaType: mediaTypeOfUrl };
    case 'file':
      return { type: 'file', dialect: DIALECT, fileId: requireText(source, 'file_id') };
    default:
      throw invalidField(source.pathOf('type'), 'must be base64, url, text, content or file');
  }
}

function takeSource(block: Fields): Fields {
  return takeFields(block, 'source') ?? fieldsOf({}, block.pathOf('source'));
}

function readInDocument(entry: Fields): TextPart | ImagePart {
  switch (takeText(entry, 'type')) {
    case 'text':
      return readText(entry);
    case 'image':
      return readImage(entry);
    default:
      throw invalidField(entry.pathOf('type'), 'must be text or image');
  }
}
