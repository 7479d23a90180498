import type { AudioPart, DocumentPart, ImagePart, MediaSource, Signature } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, requireText, takeText } from '../fields.ts';

/** A picture, a document or a sound. */
export type MediaPart = ImagePart | DocumentPart | AudioPart;

/** Where uploaded files and Google's own storage are addressed. */
const GOOGLE_FILE = /^(gs:\/\/|https:\/\/generativelanguage\.googleapis\.com\/)|^(?:v1beta\/)?files\//;

/**
 * Reads `inlineData`.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for a video.
 */
export function readInlineData(data: Fields, at: string, signature: Signature | null): MediaPart {
  const mediaType = requireText(data, 'mimeType');
  const source: MediaSource = { type: 'data', mediaType, base64: requireText(data, 'data') };
  return mediaPart(source, mediaType, { at, name: takeText(data, 'displayName'), signature });
}

/**
 * Reads `fileData`: a file of Google's, or any address.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what is no picture,
 *   document or sound.
 */
export function readFileData(data: Fields, at: string, dialect: string): MediaPart {
  const url = requireText(data, 'fileUri');
  const mediaType = takeText(data, 'mimeType');
  if (mediaType === null) {
    throw new CannotCarryError({ at }, 'does not say its mimeType, without which this model cannot take it');
  }
  const source: MediaSource = GOOGLE_FILE.test(url)
    ? { type: 'file', dialect, fileId: url }
    : { type: 'url', url, mediaType };
  return mediaPart(source, mediaType, { at, name: takeText(data, 'displayName'), signature: null });
}

interface MediaDetails {
  readonly at: string;
  readonly name: string | null;
  readonly signature: Signature | null;
}

function mediaPart(source: MediaSource, mediaType: string, { at, name, signature }: MediaDetails): MediaPart {
  const [kind] = mediaType.toLowerCase().split('/');
  switch (kind) {
    case 'image':
      return { type: 'image', at, source, detail: null, cacheMark: null, signature };
    case 'audio':
      return { type: 'audio', at, source, transcript: null };
    case 'application':
    case 'text':
      return { type: 'document', at, source, name, cacheMark: null };
    default:
      throw new CannotCarryError({ at }, `is ${mediaType}, which this model cannot take`);
  }
}
