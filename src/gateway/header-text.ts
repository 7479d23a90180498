/**
 * A text as the value of a header: Node sends a character a byte, so what is not ASCII goes as the bytes of
 * its UTF-8.
 */
export function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Longer lists of names would make the head of an answer larger than clients take. */
const MAX_NAMES_LENGTH = 2_000;

/** Names that a caller wrote, as a list in a header: no character of theirs can end it or begin another. */
export function headerNames(names: readonly string[]): string {
  return names
    .join(', ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, MAX_NAMES_LENGTH);
}
