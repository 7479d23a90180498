import type { CacheMark, TextPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { type Fields, fieldsOf, takeFields, takeList, takeText } from '../fields.ts';
import { readCitations } from './citations.ts';

/**
 * The blocks of a content; a text alone stands for one block.
 * @throws {Refusal} `invalid_request` when it is something else.
 */
export function takeContent(holder: Fields, name: string): readonly Fields[] {
  const value = holder.take(name);
  if (typeof value !== 'string') {
    return takeList(holder, name);
  }
  return [fieldsOf({ type: 'text', text: value }, holder.pathOf(name))];
}

/**
 * The cache mark of a block or a tool; null where there is none.
 * @throws {Refusal} `invalid_request` for a time to live that there is not.
 */
export function takeCacheMark(fields: Fields): CacheMark | null {
  const control = takeFields(fields, 'cache_control');
  if (control === null) {
    return null;
  }
  const ttl = takeText(control, 'ttl');
  if (ttl !== null && ttl !== '5m' && ttl !== '1h') {
    throw invalidField(control.pathOf('ttl'), 'must be 5m or 1h');
  }
  return { ttl };
}

/**
 * Reads a text block.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readText(block: Fields): TextPart {
  return {
    ...plainText(block.path, takeText(block, 'text') ?? ''),
    cacheMark: takeCacheMark(block),
    citations: readCitations(block.take('citations')),
  };
}

/** A text on which nothing hangs. */
export function plainText(at: string, text: string): TextPart {
  return { type: 'text', at, text, cacheMark: null, citations: [], signature: null };
}
