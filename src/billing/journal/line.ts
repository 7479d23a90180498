import { crc32 } from 'node:zlib';
import type { OpenRecord, RequestRecord } from '../request-record.ts';
import {
  type PackedClose,
  type PackedOpen,
  packClose,
  packOpen,
  unpackClose,
  unpackOpen,
} from './packed-record.ts';

/** The longest line that is written or read back; bounds what recovery keeps of a file that has no lines. */
export const MAX_LINE_BYTES = 1_048_576;
/** How many hexadecimal digits a checksum has. */
export const CHECKSUM_DIGITS = 8;

const SPACE = 0x20;

/** What one line of the journal says: what was opened and closed in a turn, or in a part of one. */
export interface Entries {
  readonly opened: readonly OpenRecord[];
  readonly closed: readonly RequestRecord[];
}

/** The JSON of a line. */
type PackedEntries = readonly [readonly PackedOpen[], readonly PackedClose[]];

/**
 * The text of a line, without its checksum. A whole turn is one line, because checksums and writes of
 * text were three tenths of the journal's CPU when every record had its own.
 */
export function entriesText({ opened, closed }: Entries): string {
  const packed: PackedEntries = [opened.map(packOpen), closed.map(packClose)];
  return JSON.stringify(packed);
}

/**
 * Reads a line without its newline: a CRC-32 in hexadecimal, a space, the JSON it was made from. Null when
 * the checksum does not fit, which is what a torn or damaged line looks like.
 */
export function parseLine(bytes: Buffer): Entries | null {
  const json = bytes.subarray(CHECKSUM_DIGITS + 1);
  if (
    json.length === 0 ||
    bytes[CHECKSUM_DIGITS] !== SPACE ||
    bytes.toString('latin1', 0, CHECKSUM_DIGITS) !== checksumText(crc32(json))
  ) {
    return null;
  }
  const [opened, closed]: PackedEntries = JSON.parse(json.toString());
  return { opened: opened.map(unpackOpen), closed: closed.map(unpackClose) };
}

/** A CRC-32 as it stands in a line. */
export function checksumText(checksum: number): string {
  return checksum.toString(16).padStart(CHECKSUM_DIGITS, '0');
}
