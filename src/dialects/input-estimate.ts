import type { JsonObject } from './dialect.ts';
import { isJsonObject } from './field-checks.ts';

/** What one walk over a request body says about its input. */
export interface InputEstimate {
  /** Our own count of the input tokens, for settling when the upstream reports none. */
  readonly tokens: number;
  /** More than the input can reasonably count, for the hold. */
  readonly tokensCeiling: number;
  /** Whether the body points to input that is not in it: a file, an address, a stored item. */
  readonly hasPointers: boolean;
}

/**
 * Text is estimated at four bytes a token, what English and code come to in the tokenizers in use, and
 * bounded at two, which dense scripts and rare symbols stay above except on purpose.
 */
const TEXT_BYTES_PER_TOKEN = 4;
const TEXT_BYTES_PER_TOKEN_CEILING = 2;
/**
 * Media (images, audio, documents in base64) is not counted by its length: one full-size image is about
 * 1,600 tokens whatever it weighs (Anthropic's vision guide), so that is the estimate. The ceiling grows
 * with the bytes, because a long document or recording does count more.
 */
const MEDIA_TOKENS = 1_600;
const MEDIA_TOKENS_CEILING = 4_000;
const MEDIA_BYTES_PER_TOKEN_CEILING = 20;
/** A number, a literal or the punctuation of a member, as text; a number in `input` is itself one token. */
const SCALAR_BYTES = 4;
const MEMBER_BYTES = 2;
/** Shorter strings are text: no image fits into one. */
const MIN_MEDIA_LENGTH = 512;
/** The members media stands in. Elsewhere a long string without spaces is text and counts as text. */
const MEDIA_KEYS: ReadonlySet<string> = new Set([
  'data',
  'url',
  'image_url',
  'file_data',
  'fileData',
  'image',
  'b64_json',
  'bytesBase64Encoded',
]);

/**
 * Estimates the input of a body in one walk. Everything counts, keys included, because upstreams read tool
 * schemas too. The walk keeps its own stack: a body nested a hundred thousand deep is legal JSON.
 */
export function estimateInput(body: JsonObject): InputEstimate {
  const values: object[] = [body];
  const names: string[] = [''];
  let textBytes = 0;
  let media = 0;
  let mediaBytes = 0;
  let hasPointers = false;

  function count(name: string, member: unknown, parent: string, holder: object): void {
    if (typeof member === 'string') {
      if (member.length >= MIN_MEDIA_LENGTH && MEDIA_KEYS.has(name) && isMedia(member)) {
        media += 1;
        mediaBytes += member.length;
      } else {
        textBytes += Buffer.byteLength(member);
        hasPointers ||= isPointer(name, member, parent, holder);
      }
    } else if (typeof member === 'object' && member !== null) {
      values.push(member);
      names.push(name);
    } else {
      textBytes += SCALAR_BYTES;
    }
  }

  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    const parent = names.pop() ?? '';
    if (Array.isArray(value)) {
      textBytes += value.length;
      for (const member of value) {
        count(parent, member, parent, value);
      }
    } else if (isJsonObject(value)) {
      for (const name of Object.keys(value)) {
        textBytes += name.length + MEMBER_BYTES;
        count(name, value[name], parent, value);
      }
    }
  }
  return {
    tokens: Math.ceil(textBytes / TEXT_BYTES_PER_TOKEN) + media * MEDIA_TOKENS,
    tokensCeiling:
      Math.ceil(textBytes / TEXT_BYTES_PER_TOKEN_CEILING) +
      media * MEDIA_TOKENS_CEILING +
      Math.ceil(mediaBytes / MEDIA_BYTES_PER_TOKEN_CEILING),
    hasPointers,
  };
}

/** A data URL, or base64 without any space; a sample decides, since the whole would cost more than it tells. */
function isMedia(text: string): boolean {
  if (text.startsWith('data:')) {
    return true;
  }
  const middle = text.length >> 1;
  return /^[A-Za-z0-9+/_=-]+$/.test(text.slice(0, 128) + text.slice(middle, middle + 128));
}

function isPointer(name: string, text: string, parent: string, holder: object): boolean {
  switch (name) {
    case 'file_id':
    case 'fileUri':
    case 'file_uri':
      return text !== '';
    case 'image_url':
    case 'file_url':
      return isAddress(text);
    case 'url':
      return isAddress(text) && (parent === 'image_url' || hasType(holder, 'url'));
    case 'type':
      return text === 'item_reference';
    case 'id':
      return parent === 'audio';
    default:
      return false;
  }
}

function hasType(holder: object, type: string): boolean {
  return 'type' in holder && holder.type === type;
}

function isAddress(text: string): boolean {
  return /^(?:https?|gs):/i.test(text);
}
