import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { type Entries, entriesText, MAX_LINE_BYTES } from './line.ts';
import type { LineBuffer } from './line-buffer.ts';

/** Longer lines are divided. A third, because a character may take three bytes in the file. */
const MAX_LINE_CHARACTERS = Math.floor(MAX_LINE_BYTES / 3);
const NOTHING: Entries = { opened: [], closed: [] };

/**
 * Adds what happened in one turn, in as few lines as it fits into, openings before closings.
 * @returns the records that are too long for a line of their own; they are left out.
 */
export function addTurn(buffer: LineBuffer, entries: Entries): readonly (OpenRecord | RequestRecord)[] {
  const text = entriesText(entries);
  if (text.length <= MAX_LINE_CHARACTERS) {
    buffer.addLine(text);
    return [];
  }
  const { opened, closed } = entries;
  if (opened.length + closed.length === 1) {
    return [...opened, ...closed];
  }
  return halvesOf(entries).flatMap((half) => addTurn(buffer, half));
}

function halvesOf({ opened, closed }: Entries): readonly Entries[] {
  if (opened.length > 0 && closed.length > 0) {
    return [
      { ...NOTHING, opened },
      { ...NOTHING, closed },
    ];
  }
  const openedHalf = Math.ceil(opened.length / 2);
  const closedHalf = Math.ceil(closed.length / 2);
  return [
    { opened: opened.slice(0, openedHalf), closed: closed.slice(0, closedHalf) },
    { opened: opened.slice(openedHalf), closed: closed.slice(closedHalf) },
  ];
}
