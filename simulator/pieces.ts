import { BYTES_PER_TOKEN } from './tokens.ts';

/** A part of a text and the tokens it stands for. */
export type Piece = { readonly text: string; readonly tokens: number };

/**
 * A text of exactly `tokens` tokens made of the words of `source`, repeated as often as needed. No character
 * is cut: the last one is left out where it would not fit, which never changes the count.
 */
export function textOfTokens(source: string, tokens: number): string {
  if (tokens <= 0) return '';
  const bytes = tokens * BYTES_PER_TOKEN;
  // A character has at least one byte, so more characters than bytes are never looked at.
  const seed = (source === '' ? 'ok' : source).slice(0, bytes);
  const unit = `${wellFormed(seed)} `;
  const unitBytes = Buffer.byteLength(unit);
  const long = unit.repeat(Math.ceil(bytes / unitBytes));
  if (unitBytes === unit.length) return long.slice(0, bytes);
  const encoded = Buffer.from(long);
  return encoded.toString('utf8', 0, characterStart(encoded, bytes));
}

/**
 * Cuts a text of `tokens` tokens into at most `count` pieces of nearly the same size. Joined they are the
 * text, and their tokens add up to `tokens`. No character is cut in two.
 */
export function piecesOf(text: string, tokens: number, count: number): Piece[] {
  const pieces = Math.max(1, Math.min(count, tokens));
  if (pieces === 1) return [{ text, tokens }];
  const encoded = isAscii(text) ? undefined : Buffer.from(text);
  const length = encoded?.length ?? text.length;
  const result: Piece[] = [];
  let from = 0;
  let counted = 0;
  for (let index = 1; index <= pieces; index++) {
    const upTo = Math.floor((tokens * index) / pieces);
    const wanted = index === pieces ? length : Math.min(length, upTo * BYTES_PER_TOKEN);
    const to = encoded === undefined ? wanted : characterStart(encoded, wanted);
    const part = encoded === undefined ? text.slice(from, to) : encoded.toString('utf8', from, to);
    result.push({ text: part, tokens: upTo - counted });
    from = to;
    counted = upTo;
  }
  return result;
}

/** The start of the character that the byte at `offset` belongs to. */
function characterStart(encoded: Buffer, offset: number): number {
  let at = Math.min(offset, encoded.length);
  while (at > 0 && at < encoded.length && ((encoded[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** Drops half of a surrogate pair that a cut may have left at the end. */
function wellFormed(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) || 'ok' : text;
}
